package io.cgck.tracefs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What kernels write into tracefs. */
final class Recorded {
  /** {@code events/header_page} of Linux 6.18 on x86-64. */
  static final String HEADER_PAGE =
      """
      \tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;
      \tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;
      \tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;
      \tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;
      """;

  /** {@code events/cgroup/cgroup_attach_task/format} of Linux 6.18 on x86-64. */
  static final String ATTACH =
      """
      name: cgroup_attach_task
      ID: 538
      format:
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
      \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
      \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
      \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

      \tfield:int dst_root;\toffset:8;\tsize:4;\tsigned:1;
      \tfield:int dst_level;\toffset:12;\tsize:4;\tsigned:1;
      \tfield:u64 dst_id;\toffset:16;\tsize:8;\tsigned:0;
      \tfield:int pid;\toffset:24;\tsize:4;\tsigned:1;
      \tfield:__data_loc char[] dst_path;\toffset:28;\tsize:4;\tsigned:0;
      \tfield:__data_loc char[] comm;\toffset:32;\tsize:4;\tsigned:0;

      print fmt: "dst_root=%d dst_id=%llu dst_level=%d dst_path=%s pid=%d comm=%s", REC->dst_root, \
      REC->dst_id, REC->dst_level, __get_str(dst_path), REC->pid, __get_str(comm)
      """;

  /**
   * The same as Linux 5.10 has it, where {@code dst_id} is an {@code int} and stands second: after
   * {@code include/trace/events/cgroup.h} of that version, not recorded.
   */
  static final String ATTACH_5_10 =
      """
      name: cgroup_attach_task
      ID: 391
      format:
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
      \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
      \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
      \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

      \tfield:int dst_root;\toffset:8;\tsize:4;\tsigned:1;
      \tfield:int dst_id;\toffset:12;\tsize:4;\tsigned:1;
      \tfield:int dst_level;\toffset:16;\tsize:4;\tsigned:1;
      \tfield:int pid;\toffset:20;\tsize:4;\tsigned:1;
      \tfield:__data_loc char[] dst_path;\toffset:24;\tsize:4;\tsigned:1;
      \tfield:__data_loc char[] comm;\toffset:28;\tsize:4;\tsigned:1;

      print fmt: "dst_root=%d dst_id=%d dst_level=%d dst_path=%s pid=%d comm=%s"
      """;

  /** {@code events/syscalls/sys_exit_setns/format} of Linux 6.18 on x86-64. */
  static final String SETNS =
      """
      name: sys_exit_setns
      ID: 342
      format:
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
      \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
      \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
      \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

      \tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;
      \tfield:long ret;\toffset:16;\tsize:8;\tsigned:1;

      print fmt: "0x%lx", REC->ret
      """;

  /**
   * The beginning of a page of {@code trace_pipe_raw} of Linux 6.18 on x86-64, with the clock mono:
   * {@code sh} with PID 14670 moved {@code sleep} with PID 14668 to /h7probe/a.
   */
  private static final String PAGE =
      """
      915c8931871f00004000000000000000\
      0f0000001a0201014e39000000000000\
      02000000781b0500000000004c390000\
      24000b002f0006002f683770726f6265\
      2f6100736c6565700000000000000000\
      """;

  private Recorded() {}

  static byte[] page() {
    return ByteBuffer.allocate(4096).put(HexFormat.of().parseHex(PAGE)).array();
  }

  /** A record of a move as Linux 6.18 writes it, in the order of bytes that is wanted. */
  static byte[] attach(
      ByteOrder order, int thread, int hierarchy, byte[] path, int pid, byte[] comm) {
    int pathAt = 36;
    int commAt = pathAt + path.length + 1;
    int length = (commAt + comm.length + 1 + 3) & ~3;
    ByteBuffer record = ByteBuffer.allocate(length).order(order);
    record.putShort(0, (short) 538).putInt(4, thread).putInt(8, hierarchy).putInt(12, 2);
    record.putLong(16, 99).putInt(24, pid);
    record.putInt(28, (path.length + 1) << 16 | pathAt);
    record.putInt(32, (comm.length + 1) << 16 | commAt);
    record.put(pathAt, path).put(commAt, comm);
    return record.array();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
