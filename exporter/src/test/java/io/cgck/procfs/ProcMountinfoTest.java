package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.procfs.ProcMountinfo.Mount;
import io.cgck.property.Name;
import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcMountinfoTest {
  /** What {@code show_mountinfo()} and {@code cgroup_show_path()} escape. */
  private static final String ESCAPED = " \t\n\\";

  @Test
  void readsAsRunc115OnLinux618GivesIt() {
    ProcMountinfo mountinfo =
        parse(
            """
            109 108 0:50 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,mode=755
            110 109 0:29 /lab/ct1 /sys/fs/cgroup/cpu ro,nosuid,nodev,noexec,relatime - cgroup cgroup rw,cpu
            118 109 0:37 /lab/ct1 /sys/fs/cgroup/systemd ro,nosuid,nodev,noexec,relatime - cgroup systemd rw,name=systemd
            """);

    assertThat(mountinfo.malformedLines()).isZero();
    assertThat(mountinfo.mounts())
        .containsExactly(
            new Mount(
                "/lab/ct1",
                "/sys/fs/cgroup/cpu",
                Set.of("ro", "nosuid", "nodev", "noexec", "relatime"),
                "",
                false,
                Set.of("rw", "cpu"),
                false),
            new Mount(
                "/lab/ct1",
                "/sys/fs/cgroup/systemd",
                Set.of("ro", "nosuid", "nodev", "noexec", "relatime"),
                "",
                false,
                Set.of("rw", "name=systemd"),
                false));
    assertThat(mountinfo.mounts()).allMatch(Mount::isReadOnly);
  }

  @Test
  void readsAsSystemd252OnLinux61GivesIt() {
    ProcMountinfo mountinfo =
        parse(
            """
            31 23 0:26 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:5 - tmpfs tmpfs ro,size=4096k,nr_inodes=1024,mode=755,inode64
            32 31 0:27 / /sys/fs/cgroup/unified rw,nosuid,nodev,noexec,relatime shared:6 - cgroup2 cgroup2 rw,nsdelegate
            33 31 0:28 / /sys/fs/cgroup/systemd rw,nosuid,nodev,noexec,relatime shared:7 - cgroup cgroup rw,xattr,name=systemd
            45 31 0:40 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid,nodev,noexec,relatime shared:24 - cgroup cgroup rw,cpu,cpuacct
            """);

    assertThat(mountinfo.malformedLines()).isZero();
    assertThat(mountinfo.mounts()).extracting(Mount::unified).containsExactly(true, false, false);
    assertThat(mountinfo.mounts())
        .extracting(Mount::propagation)
        .containsExactly("shared:6", "shared:7", "shared:24");
    assertThat(mountinfo.mounts()).noneMatch(Mount::isReadOnly);
    assertThat(mountinfo.mounts().getLast().superOptions()).contains("cpu", "cpuacct");
  }

  /** After {@code unshare --cgroup --mount} and a move, seen from inside. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/..", "/../..", "/../sub", "/et/sub"})
  void rootIsAsTheReaderSeesIt(String root) {
    assertThat(
            parse("93 54 0:38 " + root + " /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n")
                .mounts())
        .extracting(Mount::root)
        .containsExactly(root);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "shared:9, shared:9",
    "master:1, master:1",
    "unbindable, unbindable",
    "shared:9 master:1, shared:9 master:1",
    "shared:9 master:1 propagate_from:2, shared:9 master:1 propagate_from:2",
    "a:1 b c:2 d e:3 f, a:1 b c:2 d e:3 f",
  })
  void optionalFieldsVaryInNumber(String fields, String propagation) {
    String optional = fields.isEmpty() ? "" : fields + " ";
    ProcMountinfo mountinfo =
        parse("1 2 0:38 /x /sys/fs/cgroup rw " + optional + "- cgroup2 none rw\n");

    assertThat(mountinfo.malformedLines()).isZero();
    assertThat(mountinfo.mounts()).extracting(Mount::propagation).containsExactly(propagation);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/a\\040b, `/a b`",
        "/a\\011b, `/a\tb`",
        "/a\\012b, `/a\nb`",
        "/a\\134b, /a\\b",
        "/a\\134040b, /a\\040b",
        "/a:b-c, /a:b-c",
        "/a#b, /a#b",
        "/a\\043b, /a#b",
        "/-, /-",
        "/ümlaut, /ümlaut",
      })
  void escapesAreUndoneInRootAndMountPoint(String escaped, String plain) {
    Mount mount =
        parse("1 2 0:38 " + escaped + " " + escaped + " rw - cgroup2 none rw\n")
            .mounts()
            .getFirst();

    assertThat(mount.root()).isEqualTo(plain);
    assertThat(mount.mountPoint()).isEqualTo(plain);
  }

  /** The source of a mount may be anything: cgroup, systemd, none, empty, or hold spaces. */
  @ParameterizedTest
  @ValueSource(strings = {"cgroup", "systemd", "none", "", "a b", "-", "cgroup2"})
  void sourceDoesNotMatter(String source) {
    ProcMountinfo mountinfo = parse("1 2 0:38 / /c rw - cgroup " + source + " rw,cpu\n");

    assertThat(mountinfo.malformedLines()).isZero();
    assertThat(mountinfo.mounts()).hasSize(1);
    assertThat(mountinfo.mounts().getFirst().superOptions()).containsExactly("rw", "cpu");
  }

  /** A comma inside a value is escaped by the kernel and does not separate options. */
  @Test
  void escapedCommaBelongsToTheOption() {
    Mount mount =
        parse("1 2 0:38 / /c rw - cgroup none rw,release_agent=/bin/a\\054cpu\\040x,memory\n")
            .mounts()
            .getFirst();

    assertThat(mount.superOptions()).containsExactly("rw", "release_agent=/bin/a,cpu x", "memory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "24 31 0:22 / /proc rw,nosuid - proc proc rw\n",
        "99 98 0:4 net:[4026532179] /run/netns/x rw shared:3 - nsfs nsfs rw\n",
        "31 23 0:26 / /sys/fs/cgroup ro - tmpfs cgroup rw\n",
        "31 23 0:26 / /mnt/cgroup2 ro - fuse.cgroup2 x rw\n",
      })
  void otherFileSystemsAreLeftOut(String line) {
    assertThat(parse(line)).isEqualTo(new ProcMountinfo(List.of(), 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "31",
        "/sys/fs/cgroup rw - cgroup2 none rw",
        "31 23 0:26 / /sys/fs/cgroup rw",
        "31 23 0:26 / /sys/fs/cgroup rw -",
        "31 23 0:26 / /sys/fs/cgroup rw - cgroup2",
        "31 23 0:26 / /sys/fs/cgroup rw - cgroup2 none",
        "31 23 0:26 sub /sys/fs/cgroup rw - cgroup2 none rw",
        "x 23 0:26 / /sys/fs/cgroup rw - cgroup2 none rw",
      })
  void tornLineIsCountedAndTheOthersKept(String torn) {
    String sound = "32 31 0:27 /%s /sys/fs/cgroup rw shared:6 - cgroup2 cgroup2 rw\n";
    ProcMountinfo mountinfo =
        parse(sound.formatted("before") + torn + "\n" + sound.formatted("after"));

    assertThat(mountinfo.malformedLines()).isEqualTo(1);
    assertThat(mountinfo.mounts()).extracting(Mount::root).containsExactly("/before", "/after");
  }

  @Test
  void emptyFileHasNoMounts() {
    assertThat(parse("")).isEqualTo(new ProcMountinfo(List.of(), 0, 0));
  }

  @Test
  void orderIsTheKernels() {
    String line = "%d 1 0:38 /%d /sys/fs/cgroup rw - cgroup2 none rw\n";

    assertThat(parse(line.formatted(9, 9) + line.formatted(3, 3) + line.formatted(7, 7)).mounts())
        .extracting(Mount::root)
        .containsExactly("/9", "/3", "/7");
  }

  /** A host with hundreds of pods. */
  @Test
  void megabytesAreRead() {
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < 20_000; n++) {
      text.append(n).append(" 1 0:77 / /var/lib/kubelet/pods/").append(n);
      text.append(" rw,relatime shared:").append(n).append(" - tmpfs tmpfs rw,size=1024k\n");
      if (n % 10 == 0) {
        text.append("1 2 0:27 /kubepods/pod").append(n).append(" /run/c").append(n);
        text.append("/sys/fs/cgroup ro master:6 - cgroup2 cgroup rw\n");
      }
    }
    assertThat(text.length()).isGreaterThan(1 << 20);

    ProcMountinfo mountinfo = parse(text.toString());

    assertThat(mountinfo.malformedLines()).isZero();
    assertThat(mountinfo.mounts().size() + mountinfo.omitted()).isEqualTo(2_000);
    assertThat(mountinfo.mounts().getLast().root()).isEqualTo("/kubepods/pod19990");
  }

  @Test
  void neverFailsWhateverTheBytes() {
    String sound =
        """
        31 23 0:26 / /sys/fs/cgroup ro,nosuid shared:5 - tmpfs tmpfs ro,mode=755
        32 31 0:27 /a\\040b /sys/fs/cgroup/unified rw shared:6 - cgroup2 cgroup2 rw,nsdelegate
        """;
    Property.holds(10_000, random -> answer(RandomBytes.any(random, 200)));
    Property.holds(10_000, random -> answer(RandomBytes.of("1 /-\\04\n:cgroup2", random, 120)));
    Property.holds(20_000, random -> answer(RandomBytes.damaged(sound, random)));
  }

  private static void answer(byte[] bytes) {
    ProcMountinfo mountinfo = ProcMountinfo.parse(bytes, bytes.length);
    assertThat(mountinfo.mounts()).allMatch(mount -> mount.root().startsWith("/"));
    assertThat(mountinfo.malformedLines()).isNotNegative();
  }

  @Test
  void whatTheKernelWritesIsReadBack() {
    Property.holds(
        3_000,
        random -> {
          List<Mount> expected = new ArrayList<>();
          Text text = new Text();
          int torn = 0;
          for (int lines = random.nextInt(8); lines > 0; lines--) {
            switch (random.nextInt(6)) {
              case 0 -> text.add("24 31 0:22 / /proc rw,nosuid shared:2 - proc proc rw\n");
              case 1 -> {
                text.add("24 31 0:2\n");
                torn++;
              }
              default -> expected.add(addMount(text, random));
            }
          }
          byte[] bytes = text.toBytes();
          ProcMountinfo read = ProcMountinfo.parse(bytes, bytes.length);
          assertThat(read.mounts().stream().map(ProcMountinfoTest::whateverHides).toList())
              .isEqualTo(expected);
          assertThat(read.malformedLines()).isEqualTo(torn);
        });
  }

  /** Random mount points lie over each other by chance. */
  private static Mount whateverHides(Mount mount) {
    return new Mount(
        mount.root(),
        mount.mountPoint(),
        mount.options(),
        mount.propagation(),
        mount.unified(),
        mount.superOptions(),
        false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The root file system has a later ID than what the initramfs had mounted already.
        "25 30 /sys;30 1 /;40 25 /sys/fs/cgroup                      | 40 | false",
        "25 30 /sys;30 1 /;40 25 /sys/fs/cgroup;41 40 /sys/fs/cgroup | 40 | true",
        "25 30 /sys;30 1 /;40 25 /sys/fs/cgroup;41 40 /sys/fs/cgroup | 41 | false",
        // Over the directory that it is in.
        "30 1 /;31 30 /c;40 31 /c/unified;50 31 /c                   | 40 | true",
        "30 1 /;40 30 /c/unified;50 30 /c                            | 40 | true",
        "30 1 /;40 30 /c/unified;50 30 /c/un                         | 40 | false",
        "30 1 /;40 30 /c/unified;50 40 /c/unified/sub                | 40 | false",
        // Over the root directory, which no path crosses.
        "30 1 /;40 30 /c;50 30 /                                     | 40 | false",
        // The root of an initramfs is its own parent.
        "1 1 /;25 1 /sys;40 25 /sys/fs/cgroup                        | 40 | false",
        // A torn text that tells of a circle.
        "30 40 /;40 30 /c                                            | 40 | false",
      })
  void aMountUnderAnotherIsHidden(String mounts, int id, boolean hidden) {
    StringBuilder text = new StringBuilder();
    for (String mount : mounts.strip().split(";", -1)) {
      String[] fields = mount.strip().split(" ", -1);
      String type = fields[0].equals(Integer.toString(id)) ? "cgroup2" : "tmpfs";
      text.append("%s %s 0:1 / %s rw - %s x rw\n".formatted(fields[0], fields[1], fields[2], type));
    }

    assertThat(parse(text.toString()).mounts())
        .singleElement()
        .extracting(Mount::hidden)
        .isEqualTo(hidden);
  }

  /** What a user can make: a high stack of mounts on a deep path. It must not cost seconds. */
  @Test
  void aHighStackOnADeepPathIsLookedThroughWithinBounds() {
    String deep = "/d".repeat(200);
    StringBuilder text = new StringBuilder("10 1 0:1 / / rw - tmpfs x rw\n");
    for (int mount = 0; mount < 2000; mount++) {
      text.append(
          "%d %d 0:1 / %s rw - tmpfs x rw\n"
              .formatted(100 + mount, mount == 0 ? 10 : 99 + mount, deep));
    }
    for (int mount = 0; mount < 200; mount++) {
      text.append("%d 2099 0:2 / %s/c%d rw - cgroup2 x rw\n".formatted(5000 + mount, deep, mount));
    }

    assertThat(parse(text.toString()).mounts())
        .hasSize(200)
        .as("look-ups ended: what is left counts as not hidden")
        .anyMatch(mount -> !mount.hidden());
  }

  @Test
  void absurdlyManyMountsAreCountedAndTheTopmostKept() {
    StringBuilder text = new StringBuilder();
    for (int mount = 0; mount < 5000; mount++) {
      text.append("%d 1 0:38 /%d /m/%d rw - cgroup2 none rw\n".formatted(mount, mount, mount));
    }
    ProcMountinfo mountinfo = parse(text.toString());

    assertThat(mountinfo.mounts()).hasSizeLessThan(5000);
    assertThat(mountinfo.mounts().getLast().root()).isEqualTo("/4999");
    assertThat(mountinfo.omitted() + mountinfo.mounts().size()).isEqualTo(5000);
  }

  private static Mount addMount(Text text, Random random) {
    Name root = Name.randomPath(random, 4);
    Name mountPoint = Name.randomPath(random, 4);
    String options = pick(random, "rw", "ro,nosuid,nodev", "rw,relatime");
    String propagation =
        pick(
            random, "", "shared:9", "master:1", "shared:2 master:7 propagate_from:3", "unbindable");
    boolean unified = random.nextBoolean();
    String superOptions = pick(random, "rw", "rw,nsdelegate", "rw,cpu,cpuacct", "rw,xattr,name=x");
    text.add(random.nextInt(1_000_000) + " 31 0:" + random.nextInt(99) + " ")
        .addOctal(root.bytes(), ESCAPED)
        .add(" ")
        .addOctal(mountPoint.bytes(), ESCAPED)
        .add(" " + options + (propagation.isEmpty() ? "" : " " + propagation))
        .add(" - " + (unified ? "cgroup2 " : "cgroup "))
        .add(pick(random, "cgroup", "none", "systemd", "") + " " + superOptions + "\n");
    return new Mount(
        root.text(),
        mountPoint.text(),
        set(options),
        propagation,
        unified,
        set(superOptions),
        false);
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Set<String> set(String options) {
    return new LinkedHashSet<>(List.of(options.split(",", -1)));
  }

  private static ProcMountinfo parse(String text) {
    byte[] bytes = Text.utf8(text);
    return ProcMountinfo.parse(bytes, bytes.length);
  }
}
