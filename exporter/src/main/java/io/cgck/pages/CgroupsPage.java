package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.match.Parsed;
import io.cgck.metrics.Shown;
import io.cgck.model.CgroupPath;
import io.cgck.query.Asked;
import io.cgck.query.Paging;
import io.cgck.query.Parameters;
import io.cgck.query.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cgroups with processes as a tree, or the part of it below one of them.
 *
 * @param at where the tree begins
 * @param crumbs the way from the root to there
 * @param pager of the cgroups right below {@code at}
 * @param stats whether the files of cgroups are read
 * @param notices of what is left out
 */
record CgroupsPage(
    Frame frame,
    String at,
    List<Crumb> crumbs,
    TreeNode tree,
    Pager pager,
    boolean stats,
    List<Notice> notices) {
  /** The parameter that says where the tree begins. */
  private static final String AT = "at";

  /** So many at each end of a long way are shown: each has the whole path in its link. */
  private static final int CRUMBS = 12;

  CgroupsPage {
    requireNonNull(frame, "frame is null");
    requireNonNull(at, "at is null");
    crumbs = List.copyOf(crumbs);
    requireNonNull(tree, "tree is null");
    requireNonNull(pager, "pager is null");
    notices = List.copyOf(notices);
  }

  /** A cgroup above. */
  record Crumb(String name, String href) {}

  /** Which part of the tree is wanted. */
  record Query(CgroupPath at, Paging paging) {
    static Asked<Query> of(Map<String, List<String>> given) {
      Parameters parameters = new Parameters(given, List.of(AT, Pager.OFFSET));
      CgroupPath at = parameters.parsed(AT, Query::path).orElse(CgroupPath.ROOT);
      Paging paging = Pager.paging(parameters, TreeGrowth.CHILDREN);
      return parameters.understood(() -> new Query(at, paging));
    }

    private static Parsed<CgroupPath> path(String text) {
      if (!text.startsWith("/")) {
        return new Parsed.Bad<>("expected the absolute path of a cgroup, which begins with /");
      }
      CgroupPath path = new CgroupPath(text);
      return path.segments().contains("")
          ? new Parsed.Bad<>("no path has an empty name in it; remove the / that is too much")
          : new Parsed.Good<>(path);
    }
  }

  static CgroupsPage of(Shown shown, Query query, Frame frame) {
    CgroupPath at = query.at();
    Links links = frame.links();
    TreeGrowth growth = new TreeGrowth(shown, at, links);
    Slice<Forest.Branch> slice = TreeGrowth.fitting(Slice.of(growth.children(), query.paging()));
    return new CgroupsPage(
        frame,
        at.value(),
        growth.hasProcesses() ? crumbs(at, links) : List.of(),
        growth.grow(slice.items()),
        Pager.of(
            slice,
            "cgroups",
            links.to(Section.CGROUPS),
            List.of(AT, at.isRoot() ? "" : at.value())),
        shown.findings().asked(),
        StatusPage.cgroupsLeftOut(shown));
  }

  private static List<Crumb> crumbs(CgroupPath at, Links links) {
    List<String> names = at.segments();
    List<Crumb> crumbs = new ArrayList<>();
    crumbs.add(new Crumb("/", links.cgroups(CgroupPath.ROOT)));
    StringBuilder path = new StringBuilder();
    for (int index = 0; index < names.size(); index++) {
      path.append('/').append(names.get(index));
      int left = names.size() - 1 - index;
      if (index < CRUMBS || left < CRUMBS) {
        crumbs.add(new Crumb(names.get(index), links.cgroups(new CgroupPath(path.toString()))));
      } else if (left == CRUMBS) {
        crumbs.add(new Crumb("…", links.cgroups(new CgroupPath(path.toString()))));
      }
    }
    return crumbs;
  }
}
