package io.cgck.model;

import java.util.Locale;
import java.util.OptionalLong;

/** The kinds of {@code namespaces(7)}, with the inode numbers that the initial ones have. */
public enum NamespaceKind {
  CGROUP(4026531835L),
  IPC(4026531839L),
  MNT(4026531832L),
  NET(4026531833L),
  PID(4026531836L),
  TIME(4026531834L),
  USER(4026531837L),
  UTS(4026531838L);

  private final long initialInode;
  private final String label;

  NamespaceKind(long initialInode) {
    this.initialInode = initialInode;
    this.label = name().toLowerCase(Locale.ROOT);
  }

  /** Name of the link below {@code /proc/PID/ns}, and of the kind in labels. */
  public String label() {
    return label;
  }

  /**
   * Inode of the initial namespace of this kind ({@code include/uapi/linux/nsfs.h}). Empty for mnt
   * and net, which have a fixed one only since Linux 6.18.
   */
  public OptionalLong initialInode() {
    return this == MNT || this == NET ? OptionalLong.empty() : OptionalLong.of(initialInode);
  }
}
