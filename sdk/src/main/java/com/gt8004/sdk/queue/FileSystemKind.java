package com.gt8004.sdk.queue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * What a queue may expect of the file system that it lies on. The one table of this product: the logger
 * refuses and warns by it, the shipper refuses by it.
 *
 * @param type as the kernel names it, in lower case, such as {@code ext4} or {@code fuse.sshfs}
 */
public record FileSystemKind(String type, Promise promise) {
  /** How much of what the documentation promises holds there. */
  public enum Promise {
    /** All of it. */
    WHOLE,
    /** Not all of it; {@link #withdrawn} says what not. Used, with a warning. */
    WEAKENED,
    /** Nobody tried. Used, with a warning. */
    UNTRIED,
    /** Locks or mapped pages keep no promise across machines, or none at all. Refused. */
    NONE
  }

  private static final Set<String> WHOLE = Set.of("ext2", "ext3", "ext4", "xfs");

  private static final Set<String> WEAKENED = Set.of("btrfs", "zfs", "overlay", "tmpfs", "ramfs");

  /** Over a network, out of a virtual machine, or through a process in user space. */
  private static final Set<String> NONE = Set.of(
      "nfs",
      "cifs",
      "smb",
      "smbfs",
      "9p",
      "virtiofs",
      "fuse",
      "ceph",
      "afs",
      "lustre",
      "gpfs",
      "beegfs",
      "ncpfs",
      "coda",
      "vboxsf",
      "vmhgfs",
      "prl_fs",
      "osxfs",
      "fakeowner",
      "drvfs");

  /** Of the file system at {@code path}, or at its nearest parent that exists. Reads {@code /proc}. */
  public static FileSystemKind of(Path path) {
    return ofType(Mounts.typeAt(path));
  }

  /** Of a file system of this name. */
  public static FileSystemKind ofType(String name) {
    String type = name.toLowerCase(Locale.ROOT);
    Promise promise = Promise.UNTRIED;
    if (WHOLE.contains(type)) {
      promise = Promise.WHOLE;
    } else if (WEAKENED.contains(type)) {
      promise = Promise.WEAKENED;
    } else if (NONE.contains(family(type))) {
      promise = Promise.NONE;
    }
    return new FileSystemKind(type, promise);
  }

  /** {@code nfs4} is nfs, {@code smb3} is smb, {@code fuse.sshfs} and {@code fuseblk} are fuse. */
  private static String family(String type) {
    if (type.startsWith("fuse")) {
      return "fuse";
    }
    if (type.startsWith("nfs")) {
      return "nfs";
    }
    return type.startsWith("smb") && !type.equals("smbfs") ? "smb" : type;
  }

  /** Whether a queue on it is refused, unless its type or its family (nfs, smb, fuse) is among {@code allowed}. */
  public boolean refused(Collection<String> allowed) {
    return promise == Promise.NONE && !allowed.contains(type) && !allowed.contains(family(type));
  }

  /** Why it is refused: "… lies on nfs4, where …". */
  public String refusal(Path path) {
    return path + " lies on " + type
        + ", where file locks and mapped files do not keep a queue safe";
  }

  /** What to do about a refusal. */
  public String cure() {
    return "move the queue to ext4 or xfs, or set allow_file_system: " + type
        + " (GT8004_ALLOW_FILE_SYSTEM) and live without the promise";
  }

  /** What does not hold there, as a sentence; empty where all of it does. */
  public String withdrawn() {
    if (promise == Promise.WHOLE) {
      return "";
    }
    return switch (type) {
      case "tmpfs", "ramfs" -> "it is memory: a reboot loses the queue, whatever the durability";
      case "overlay" ->
        "it may be the writable layer of a container: the queue is lost with the container";
      case "btrfs", "zfs" ->
        "it copies on write, so space that is allocated ahead is no promise: a"
            + " full disk may end the process";
      default ->
        promise == Promise.NONE
            ? "file locks and mapped files do not keep a queue safe there"
            : "nobody has tried this product on it: what is promised for a full disk or a power failure"
                + " may not hold";
    };
  }
}
