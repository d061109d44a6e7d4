package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.FileSystemKind.Promise;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemKindTest {
  @ParameterizedTest
  @ValueSource(strings = {"ext2", "ext3", "ext4", "xfs", "XFS"})
  void localJournalledFileSystems_carryTheWholePromise(String type) {
    FileSystemKind kind = FileSystemKind.ofType(type);
    assertThat(kind.promise()).isEqualTo(Promise.WHOLE);
    assertThat(kind.refused(Set.of())).isFalse();
    assertThat(kind.withdrawn()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tmpfs, a reboot loses the queue",
    "overlay, layer of a container",
    "btrfs, copies on write",
    "zfs, copies on write"
  })
  void weakerOnes_areUsedAndSayWhatIsWithdrawn(String type, String withdrawn) {
    FileSystemKind kind = FileSystemKind.ofType(type);
    assertThat(kind.promise()).isEqualTo(Promise.WEAKENED);
    assertThat(kind.refused(Set.of())).isFalse();
    assertThat(kind.withdrawn()).contains(withdrawn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nfs",
        "nfs4",
        "cifs",
        "smb2",
        "smb3",
        "smbfs",
        "9p",
        "virtiofs",
        "fuse",
        "fuseblk",
        "fuse.sshfs",
        "fuse.glusterfs",
        "ceph",
        "lustre",
        "vboxsf"
      })
  void networkOnes_areRefusedByName(String type) {
    FileSystemKind kind = FileSystemKind.ofType(type);
    assertThat(kind.refused(Set.of())).isTrue();
    assertThat(kind.refused(Set.of("ext4"))).isTrue();
    assertThat(kind.refused(Set.of(type))).isFalse();
    assertThat(kind.refusal(Path.of("/q"))).contains("/q lies on " + type);
    assertThat(kind.cure()).contains("allow_file_system: " + type);
  }

  @Test
  void aFamily_allowsItsMembers() {
    assertThat(FileSystemKind.ofType("nfs4").refused(Set.of("nfs"))).isFalse();
    assertThat(FileSystemKind.ofType("fuse.sshfs").refused(Set.of("fuse"))).isFalse();
    assertThat(FileSystemKind.ofType("fuse.sshfs").refused(Set.of("nfs"))).isTrue();
  }

  @Test
  void anUnknownOne_isUsedWithAWarning() {
    FileSystemKind kind = FileSystemKind.ofType("somefs");
    assertThat(kind.promise()).isEqualTo(Promise.UNTRIED);
    assertThat(kind.refused(Set.of())).isFalse();
    assertThat(kind.withdrawn()).contains("nobody has tried");
  }

  @Test
  void typeAt_isTheDeepestMountsAndOfSeveralOnOneFolderTheLast() {
    List<String> mounts = List.of(
        "21 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw",
        "30 21 0:39 / /srv rw - tmpfs none rw",
        "31 30 7:0 / /srv rw - xfs /dev/loop0 rw",
        "32 21 0:40 / /mnt/my\\040share rw - nfs4 server:/export rw");
    assertThat(Mounts.typeAt(Path.of("/var/lib"), mounts)).isEqualTo("ext4");
    assertThat(Mounts.typeAt(Path.of("/srv/queues"), mounts)).isEqualTo("xfs");
    assertThat(Mounts.typeAt(Path.of("/srvx"), mounts)).isEqualTo("ext4");
    assertThat(Mounts.typeAt(Path.of("/mnt/my share/queues"), mounts)).isEqualTo("nfs4");
    assertThat(Mounts.typeAt(Path.of("/x"), List.of())).isEqualTo(Mounts.UNKNOWN);
  }

  @Test
  void typeAt_passesOverAMountThatJavaCannotName() {
    List<String> mounts = List.of(
        "21 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
        "22 21 0:41 / /mnt/\u0000 rw - vfat /dev/sdb1 rw");
    assertThat(Mounts.typeAt(Path.of("/var/lib"), mounts)).isEqualTo("ext4");
  }

  @Test
  void of_looksAtTheNearestParentThatExists() {
    assertThat(FileSystemKind.of(Path.of("/proc/self/no/such/folder")).type()).isEqualTo("proc");
  }
}
