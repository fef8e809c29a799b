package io.cgck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.kernel.Errno;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.MountView;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Namespaces;
import io.cgck.model.Placement;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.procfs.ProcCgroup;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that say by hand when they are equal, because what the language makes costs the start: no
 * component may be forgotten, also none that is added one day.
 */
class RecordEqualityTest {
  private static final NamespaceId NAMESPACE = new NamespaceId(NamespaceKind.CGROUP, 7);
  private static final Hierarchy HIERARCHY = new Hierarchy(3, "memory");
  private static final CgroupMount MOUNT =
      new CgroupMount(HIERARCHY, new CgroupPath("/a"), "/sys", "", false, false);
  private static final Placement PLACEMENT =
      new Placement(
          Optional.of(new CgroupPath("/a")),
          false,
          Optional.of("/"),
          new MountView.Reached(MOUNT),
          Optional.of("/.."),
          true);

  static List<Record> records() {
    return List.of(
        new Errno(5),
        NAMESPACE,
        HIERARCHY,
        new CgroupPath("/a"),
        new ProcessId(4, 5),
        new Namespaces(Map.of(NamespaceKind.CGROUP, NAMESPACE)),
        new ProcessDetails(OptionalInt.of(1), Optional.of("/exe"), Optional.of("a b")),
        MOUNT,
        new Mover(4, "sh", Optional.of(new CgroupPath("/a"))),
        new Move.Traced(
            new Mover(4, "sh", Optional.of(new CgroupPath("/a"))), 2, Optional.of(Duration.ZERO)),
        new MountView.Reached(MOUNT),
        PLACEMENT,
        new ProcCgroup.Line(HIERARCHY, "/a"),
        new ProcessInfo(
            new ProcessId(4, 5),
            4,
            "comm",
            1,
            false,
            9,
            false,
            OptionalDouble.of(1),
            List.of(),
            Namespaces.UNREAD,
            Optional.of("/"),
            PLACEMENT,
            ProcessDetails.UNREAD,
            false));
  }

  @ParameterizedTest
  @MethodSource("records")
  void isEqualOnlyIfAllComponentsAre(Record original) throws ReflectiveOperationException {
    RecordComponent[] components = original.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int index = 0; index < components.length; index++) {
      values[index] = components[index].getAccessor().invoke(original);
    }

    assertThat(make(original, values)).isEqualTo(original).hasSameHashCodeAs(original);
    for (int index = 0; index < components.length; index++) {
      Object[] changed = values.clone();
      changed[index] = another(values[index]);
      assertThat(make(original, changed)).as(components[index].getName()).isNotEqualTo(original);
    }
  }

  private static Object make(Record like, Object[] values) throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(like.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return like.getClass().getDeclaredConstructor(types).newInstance(values);
  }

  /** Another value of the same type. */
  private static Object another(Object value) {
    return switch (value) {
      case Boolean is -> !is;
      case Integer number -> number + 1;
      case Long number -> number + 1;
      case String text -> text + "/other";
      case NamespaceKind kind -> NamespaceKind.MNT;
      case CgroupPath path -> new CgroupPath("/other");
      case Hierarchy hierarchy -> new Hierarchy(9, "other");
      case CgroupMount mount -> new CgroupMount(HIERARCHY, CgroupPath.ROOT, "/", "", true, true);
      case MountView view -> new MountView.NotMounted();
      case NamespaceId namespace -> new NamespaceId(NamespaceKind.MNT, 8);
      case ProcessId id -> new ProcessId(400, 500);
      case Placement placement -> Placement.UNREAD;
      case Namespaces namespaces -> new Namespaces(Map.of(NamespaceKind.CGROUP, NAMESPACE));
      case ProcessDetails details ->
          new ProcessDetails(OptionalInt.of(5), Optional.empty(), Optional.empty());
      case OptionalInt number -> OptionalInt.empty();
      case OptionalDouble number -> OptionalDouble.empty();
      case Optional<?> maybe -> Optional.empty();
      case Mover mover -> new Mover(9, "", Optional.empty());
      case List<?> list -> List.of(new Membership(HIERARCHY, CgroupPath.ROOT, false));
      case Map<?, ?> map -> Map.of();
      default -> throw new IllegalStateException("no other value of " + value.getClass());
    };
  }
}
