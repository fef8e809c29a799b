package io.cgck.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupPath;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributorTest {
  private static final String ID =
      "af5fa10521aceec9011abfa5f4a58dd69f502d0ceac8b07d85d20b110e993fd2";
  private static final String ID2 =
      "1635aae202be01f6742588f9369f518098a51939d353baaac0e7f6058facb362";

  private final Attributor attributor = new Attributor();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          path                                                                          | unit                | user_unit               | slice           | runtime        | container | pod                                  | job
          # systemd
          /system.slice/nginx.service                                                   | nginx.service       | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          /system.slice/nginx.service/workers/7                                         | nginx.service       | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          /system.slice/toyd.service                                                    | toyd.service        | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          /a.slice/a-b.slice/x.service                                                  | x.service           | ''                      | a-b.slice       | ''             | ''        | ''                                   | ''
          /system.slice                                                                 | ''                  | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          /init.scope                                                                   | init.scope          | ''                      | ''              | ''             | ''        | ''                                   | ''
          /system.slice/system-serial\\x2dgetty.slice/serial-getty@ttyS0.service         | serial-getty@ttyS0.service | '' | system-serial\\x2dgetty.slice | '' | '' | '' | ''
          /system.slice/_cpu.service                                                    | _cpu.service        | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          /system.slice/dbus.socket                                                     | dbus.socket         | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          /system.slice/outer.service/inner.service/x                                   | inner.service       | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          /user.slice/user-1000.slice/session-2.scope                                   | session-2.scope     | ''                      | user-1000.slice | ''             | ''        | ''                                   | ''
          /user.slice/user-1000.slice/user@1000.service/app.slice/app-foot-409618.scope | user@1000.service   | app-foot-409618.scope   | user-1000.slice | ''             | ''        | ''                                   | ''
          /user.slice/user-1000.slice/user@1000.service/init.scope                      | user@1000.service   | init.scope              | user-1000.slice | ''             | ''        | ''                                   | ''
          /user.slice/user-1000.slice/user@1000.service                                 | user@1000.service   | ''                      | user-1000.slice | ''             | ''        | ''                                   | ''
          # Docker
          /docker/ID                                                                    | ''                  | ''                      | ''              | docker         | ID        | ''                                   | ''
          /docker/ID/docker/ID2/init                                                    | ''                  | ''                      | ''              | docker         | ID2       | ''                                   | ''
          /system.slice/docker-ID.scope                                                 | docker-ID.scope     | ''                      | system.slice    | docker         | ID        | ''                                   | ''
          /system.slice/docker-ID.scope/docker/ID2                                      | docker-ID.scope     | ''                      | system.slice    | docker         | ID2       | ''                                   | ''
          /docker/ID/system.slice/nginx.service                                         | nginx.service       | ''                      | system.slice    | docker         | ID        | ''                                   | ''
          # Kubernetes
          /kubepods/podUID/ID                                                           | ''                  | ''                      | ''              | ''             | ID        | UID | ''
          /kubepods/burstable/podUID/ID                                                 | ''                  | ''                      | ''              | ''             | ID        | UID | ''
          /kubepods/besteffort/podUID/ID/sub                                            | ''                  | ''                      | ''              | ''             | ID        | UID | ''
          /kubepods/besteffort/podUID                                                   | ''                  | ''                      | ''              | ''             | ''        | UID | ''
          /kubepods/pod0123456789abcdef0123456789abcdef/ID                              | ''                  | ''                      | ''              | ''             | ID        | 0123456789abcdef0123456789abcdef | ''
          /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podU_I_D.slice/cri-containerd-ID.scope | cri-containerd-ID.scope | '' | kubepods-burstable-podU_I_D.slice | containerd | ID | UID | ''
          /kubepods.slice/kubepods-podU_I_D.slice/docker-ID.scope                       | docker-ID.scope     | ''                      | kubepods-podU_I_D.slice | docker | ID        | UID | ''
          /kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-podU_I_D.slice/cri-containerd-ID.scope | cri-containerd-ID.scope | '' | kubelet-kubepods-besteffort-podU_I_D.slice | containerd | ID | UID | ''
          /docker/ID2/kubelet/kubepods/burstable/podUID/ID                              | ''                  | ''                      | ''              | ''             | ID        | UID | ''
          /system.slice/containerd.service/kubepods-burstable-podU_I_D.slice:cri-containerd:ID | containerd.service | '' | system.slice | containerd | ID | UID | ''
          /k8s.io/ID                                                                    | ''                  | ''                      | ''              | containerd     | ID        | ''                                   | ''
          /kubepods.slice/kubepods-podU_I_D.slice/crio-ID.scope/container               | crio-ID.scope       | ''                      | kubepods-podU_I_D.slice | cri-o  | ID        | UID | ''
          /kubepods.slice/kubepods-podU_I_D.slice/crio-conmon-ID.scope                  | crio-conmon-ID.scope | ''                     | kubepods-podU_I_D.slice | ''     | ''        | UID | ''
          /kubepods/burstable/podUID/crio-ID                                            | ''                  | ''                      | ''              | cri-o          | ID        | UID | ''
          # podman
          /machine.slice/libpod-ID.scope                                                | libpod-ID.scope     | ''                      | machine.slice   | podman         | ID        | ''                                   | ''
          /machine.slice/libpod-ID.scope/container                                      | libpod-ID.scope     | ''                      | machine.slice   | podman         | ID        | ''                                   | ''
          /machine.slice/libpod-conmon-ID.scope                                         | libpod-conmon-ID.scope | ''                   | machine.slice   | ''             | ''        | ''                                   | ''
          /libpod_parent/libpod-ID                                                      | ''                  | ''                      | ''              | podman         | ID        | ''                                   | ''
          /libpod_parent/libpod-52b80e69f3b9f3821e2df86482f73bc0e941c74ea65247731a91bd5286f0be89 | '' | '' | '' | podman | 52b80e69f3b9f3821e2df86482f73bc0e941c74ea65247731a91bd5286f0be89 | '' | ''
          /libpod_parent/conmon                                                         | ''                  | ''                      | ''              | ''             | ''        | ''                                   | ''
          /user.slice/user-1001.slice/user@1001.service/user.slice/libpod-ID.scope      | user@1001.service   | libpod-ID.scope         | user-1001.slice | podman         | ID        | ''                                   | ''
          /system.slice/nginx.service/libpod-payload-ID                                 | nginx.service       | ''                      | system.slice    | podman         | ID        | ''                                   | ''
          /system.slice/nginx.service/runtime                                           | nginx.service       | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          # LXC
          /lxc.payload.c1                                                               | ''                  | ''                      | ''              | lxc            | c1        | ''                                   | ''
          /lxc.payload.c1/.lxc                                                          | ''                  | ''                      | ''              | lxc            | c1        | ''                                   | ''
          /lxc.payload.c1/system.slice/cron.service                                     | cron.service        | ''                      | system.slice    | lxc            | c1        | ''                                   | ''
          /lxc.payload.c1/docker/ID                                                     | ''                  | ''                      | ''              | docker         | ID        | ''                                   | ''
          /lxc.monitor.c1                                                               | ''                  | ''                      | ''              | ''             | ''        | ''                                   | ''
          /lxc.pivot                                                                    | ''                  | ''                      | ''              | ''             | ''        | ''                                   | ''
          /lxc/101/ns                                                                   | ''                  | ''                      | ''              | lxc            | 101       | ''                                   | ''
          /user.slice/user-1000.slice/session-2.scope/lxc.payload.web                   | session-2.scope     | ''                      | user-1000.slice | lxc            | web       | ''                                   | ''
          # machines
          /machine.slice/machine-debian.scope/payload                                   | machine-debian.scope | ''                     | machine.slice   | systemd-nspawn | debian    | ''                                   | ''
          /machine.slice/machine-debian.scope/supervisor                                | machine-debian.scope | ''                     | machine.slice   | ''             | ''        | ''                                   | ''
          /machine.slice/systemd-nspawn@a\\x2db.service/payload/init.scope               | init.scope          | ''                      | machine.slice   | systemd-nspawn | a\\x2db    | ''                                   | ''
          /machine.slice/systemd-nspawn@debian.service/supervisor                       | systemd-nspawn@debian.service | ''            | machine.slice   | ''             | ''        | ''                                   | ''
          /machine.slice/machine-qemu\\x2d1\\x2dmy\\x2dvm.scope/libvirt/vcpu0              | machine-qemu\\x2d1\\x2dmy\\x2dvm.scope | ''       | machine.slice   | libvirt        | my\\x2dvm  | ''                                   | ''
          # Slurm
          /slurm/uid_1000/job_42/step_0/task_1                                          | ''                  | ''                      | ''              | ''             | ''        | ''                                   | 42
          /slurm_n01/uid_1000/job_42                                                    | ''                  | ''                      | ''              | ''             | ''        | ''                                   | 42
          /system.slice/slurmstepd.scope/job_42/step_0/user/task_1                      | slurmstepd.scope    | ''                      | system.slice    | ''             | ''        | ''                                   | 42
          /system.slice/n01_slurmstepd.scope/job_42/step_batch/slurm                    | n01_slurmstepd.scope | ''                     | system.slice    | ''             | ''        | ''                                   | 42
          /system.slice/slurmstepd.scope/s5K1KKYAYG5D00/step_0/user/task_0              | slurmstepd.scope    | ''                      | system.slice    | ''             | ''        | ''                                   | s5K1KKYAYG5D00
          /system.slice/slurmstepd.scope/system                                         | slurmstepd.scope    | ''                      | system.slice    | ''             | ''        | ''                                   | ''
          # ECS: shapes as in aws/amazon-ecs-agent#1119 and, on Fargate, open-telemetry/opentelemetry-js-contrib#2855; Garden
          /ecs/0123456789abcdef0123456789abcdef/ID                                      | ''                  | ''                      | ''              | ecs            | ID        | ''                                   | ''
          /ecs/t1/0123456789abcdef0123456789abcdef-2532                                 | ''                  | ''                      | ''              | ecs            | 0123456789abcdef0123456789abcdef-2532 | '' | ''
          /system.slice/garden.service/garden/5d9f8e2c-1f2a-4b3c-5d6e-7f80              | garden.service      | ''                      | system.slice    | garden         | 5d9f8e2c-1f2a-4b3c-5d6e-7f80 | '' | ''
          """)
  void tellsTheMaker(
      String path,
      String unit,
      String userUnit,
      String slice,
      String runtime,
      String container,
      String pod,
      String job) {
    assertThat(attributor.attribute(new CgroupPath(real(path))))
        .isEqualTo(
            new Attribution(
                real(unit), real(userUnit), real(slice), runtime, real(container), real(pod), job));
  }

  /**
   * Paths as they were recorded on real hosts, each with where that stands: issues and pull
   * requests as OWNER/REPOSITORY#NUMBER on GitHub, pages by their address. Those of runtimes that
   * run here are made by these themselves, in ContainerRuntimesIT.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubernetes/kubernetes#106514 | /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod2fc932ce_fdcc_454b_97bd_aadfdeb4c340.slice/cri-containerd-aaefb9d8feed2d453b543f6d928cede7a4dbefa6a0ae7c9b990dd234c56e93b9.scope | containerd | aaefb9d8feed2d453b543f6d928cede7a4dbefa6a0ae7c9b990dd234c56e93b9 | 2fc932ce-fdcc-454b-97bd-aadfdeb4c340 | ''
          kubernetes/kubernetes#106514 | /system.slice/containerd.service/kubepods-burstable-pod36b6d6be73b1065af369b3985edafa09.slice:cri-containerd:79fedb3bd23ca77c9d9ccb41909038316f713df22b54b7d942b71d3812e7c74e | containerd | 79fedb3bd23ca77c9d9ccb41909038316f713df22b54b7d942b71d3812e7c74e | 36b6d6be73b1065af369b3985edafa09 | ''
          elastic/apm-agent-nodejs#3550 | /system.slice/containerd.service/kubepods-burstable-podff49d0be_16b7_4a49_bb9e_8ec1f1f4e27f.slice:cri-containerd:0f99ad5f45163ed14ab8eaf92ed34bb4a631d007f8755a7d79be614bcb0df0ef | containerd | 0f99ad5f45163ed14ab8eaf92ed34bb4a631d007f8755a7d79be614bcb0df0ef | ff49d0be-16b7-4a49-bb9e-8ec1f1f4e27f | ''
          open-telemetry/opentelemetry-java#4507 | /kubepods-besteffort-pod0125ec2f_b64a_4868_8f5b_94b56cbab864.slice:cri-containerd:ee4b20e90ac7f42a10bd004d05646b13d8ab5e2c5e7cbc01abf8006bac016459 | containerd | ee4b20e90ac7f42a10bd004d05646b13d8ab5e2c5e7cbc01abf8006bac016459 | 0125ec2f-b64a-4868-8f5b-94b56cbab864 | ''
          containerd/nri#227 | /kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod1e597579_417e_482f_bf65_5fe170c3aebd.slice/cri-containerd-a09bc17f5aa29b0dbdec9ede5f46cf1396d2405917ab02e6f1eb1019f388396e.scope | containerd | a09bc17f5aa29b0dbdec9ede5f46cf1396d2405917ab02e6f1eb1019f388396e | 1e597579-417e-482f-bf65-5fe170c3aebd | ''
          moby/moby#34584 | /kubepods/besteffort/pod9a18ffb8-8513-11e7-b26e-7e29fbe2a5a3/d28e0087cf8f3f0429f755d60b0de415b20fcf76736ded7bab6e30e7b739ee36 | '' | d28e0087cf8f3f0429f755d60b0de415b20fcf76736ded7bab6e30e7b739ee36 | 9a18ffb8-8513-11e7-b26e-7e29fbe2a5a3 | ''
          cri-o/cri-o#842 | /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod90d81341_92de_11e7_8cf2_507b9d4141fa.slice/docker-2227daf62df6694645fee5df53c1f91271546a9560e8600a525690ae252b7f63.scope | docker | 2227daf62df6694645fee5df53c1f91271546a9560e8600a525690ae252b7f63 | 90d81341-92de-11e7-8cf2-507b9d4141fa | ''
          opencontainers/runc#4620 | /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-poda5c1f8d5_1919_434d_add7_4afaafdaef89.slice/crio-5eed917563583925ffdbd40a64efb2aaffe58638e57add8becaf460fe74f5b1c.scope | cri-o | 5eed917563583925ffdbd40a64efb2aaffe58638e57add8becaf460fe74f5b1c | a5c1f8d5-1919-434d-add7-4afaafdaef89 | ''
          containerd/cri#290 | /system.slice/system-getty.slice/cri-containerd-0e768f8db752fcd648adb264498daa1d8f31562320e881d6a9ec593d24b1f779.scope | containerd | 0e768f8db752fcd648adb264498daa1d8f31562320e881d6a9ec593d24b1f779 | '' | ''
          ctrsploit/ctrsploit#280 | /docker/2403ccfe427f1dc7b6120dccb9ac58c2f8456950380d587a9f33ea7f00dd303d | docker | 2403ccfe427f1dc7b6120dccb9ac58c2f8456950380d587a9f33ea7f00dd303d | '' | ''
          podman-container-tools/podman#507 | /machine.slice/libpod-0411a2a82311fbc65b137ca550d5f7e6b6863bc734759be2f515b0b67062d49a.scope | podman | 0411a2a82311fbc65b137ca550d5f7e6b6863bc734759be2f515b0b67062d49a | '' | ''
          podman-container-tools/podman#507 | /machine.slice/libpod-conmon-0411a2a82311fbc65b137ca550d5f7e6b6863bc734759be2f515b0b67062d49a.scope | '' | '' | '' | ''
          NVIDIA/enroot#169 | /system.slice/slurm-worker-1_slurmstepd.scope/job_4749/step_0/user/task_0 | '' | '' | '' | 4749
          rstudio/rstudio#13690 | /slurm/uid_2687/job_13759490/step_batch/task_0 | '' | '' | '' | 13759490
          elastic/apm-agent-nodejs#1191 | /system.slice/garden.service/garden/70eb4ce5-a065-4401-6990-88ed | garden | 70eb4ce5-a065-4401-6990-88ed | '' | ''
          ceems-dev/ceems#377 | /machine.slice/machine-qemu\\x2d2\\x2dinstance\\x2d00000001.scope/libvirt | libvirt | instance\\x2d00000001 | '' | ''
          """)
  void tellsTheMakerOfWhatWasRecorded(
      String source, String path, String runtime, String container, String pod, String job) {
    Attribution attribution = attributor.attribute(new CgroupPath(path));

    assertThat(attribution.runtime()).as(source).isEqualTo(runtime);
    assertThat(attribution.containerId()).as(source).isEqualTo(container);
    assertThat(attribution.podUid()).as(source).isEqualTo(pod);
    assertThat(attribution.slurmJob()).as(source).isEqualTo(job);
  }

  /** The table stays readable: identifiers are spelt out only here. */
  private static String real(String text) {
    return text.replace("U_I_D", "0a1b2c3d_1111_2222_3333_0123456789ab")
        .replace("UID", "0a1b2c3d-1111-2222-3333-0123456789ab")
        .replace("ID2", ID2)
        .replace("ID", ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/lab/ct1",
        "/agent/7",
        "/et/dom",
        "/$",
        "/lxc",
        "/docker",
        "/docker/af5fa10521ac",
        "/docker/" + ID + "0",
        "/docker/F" + ID2,
        "/dev-hugepages.mount",
        "/run-user-1000.mount/x",
        "/mydocker-x/y",
        "/.service",
        "/@.service",
        "/@x.service",
        "/getty@.service",
        "/foo bar.service",
        "/kubepods/burstable/pod123",
        "/xpod/" + ID,
        "/slurm/uid_1000",
        "/slurm/uid_x/job_1",
        "/0a1b2c3d-1111-2222-3333-0123456789ab",
        "/" + ID,
        "//",
        "/docker//" + ID
      })
  void saysNothingAboutWhatItDoesNotKnow(String path) {
    assertThat(attributor.attribute(new CgroupPath(path))).isSameAs(Attribution.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"docker-%s.service", "libpod-%s.service", "x-docker-%s.scope", "docker-%s0.scope"})
  void aUnitNamedLikeAContainerIsAUnit(String shape) {
    String unit = shape.formatted(ID);
    assertThat(attributor.attribute(new CgroupPath("/system.slice/" + unit)))
        .isEqualTo(new Attribution(unit, "", "system.slice", "", "", "", ""));
  }

  @Test
  void anIdHasExactly64Digits() {
    for (int length : new int[] {12, 63, 65}) {
      String id = ID.concat(ID).substring(0, length);
      for (String path : new String[] {"/docker/%s", "/libpod_parent/libpod-%s", "/k8s.io/%s"}) {
        assertThat(attributor.attribute(new CgroupPath(path.formatted(id))))
            .isSameAs(Attribution.NONE);
      }
    }
  }

  @Test
  void mountUnitsDoNotHideTheSlice() {
    assertThat(attributor.attribute(new CgroupPath("/system.slice/tmp.mount")))
        .isEqualTo(new Attribution("", "", "system.slice", "", "", "", ""));
  }

  /**
   * Whatever the path, every label is a part of it, and a sub-cgroup without a name changes none.
   */
  @Test
  void labelsArePartsOfRandomPaths() {
    String[] parts = {
      "/",
      "//",
      "docker",
      "docker-",
      ID,
      ID2,
      ".scope",
      ".service",
      ".slice",
      "user@1000.service",
      "lxc",
      "lxc.payload.",
      "kubepods",
      "-pod",
      "pod",
      "0a1b2c3d_1111_2222_3333_0123456789ab",
      "slurm",
      "job_7",
      "uid_1",
      "\\x2d",
      "_",
      "@",
      ".",
      "machine-",
      "payload",
      "libpod-",
      "ecs",
      "é",
      "\n",
      "\uD83D\uDE00"
    };
    Random random = new Random(20251);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder("/");
      for (int part = random.nextInt(12); part > 0; part--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      CgroupPath path = new CgroupPath(text.toString());
      Attribution attribution = attributor.attribute(path);
      assertThat(path.value())
          .contains(
              attribution.unit(),
              attribution.userUnit(),
              attribution.slice(),
              attribution.containerId(),
              attribution.slurmJob());
      assertThat(path.value().replace('_', '-')).contains(attribution.podUid());
      if (attribution.containerId().isEmpty()) {
        assertThat(attribution.runtime()).isEmpty();
      }
      if (!path.value().endsWith("/")
          && !path.value().endsWith("lxc")
          && attribution.containerId().isEmpty()) {
        assertThat(attributor.attribute(new CgroupPath(path + "/sub"))).isEqualTo(attribution);
      }
    }
  }
}
