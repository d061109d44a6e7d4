package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rights are asked through predicates here: a test that runs as root is denied nothing. */
class AccessCheckTest {
  @TempDir
  Path folder;

  private ShipperRig rig;
  private JournalDirectory journal;
  private QueueDirectory queue;

  @BeforeEach
  void setUp() throws Exception {
    rig = new ShipperRig(folder);
    journal = rig.append(1);
    queue = rig.queueDirectory();
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void everythingAllowed_isNoProblem() throws Exception {
    assertThat(denying(null, null).problemOf(queue)).isNull();
    assertThat(AccessCheck.ofThisProcess(List.of()).problemOf(queue)).isNull();
  }

  @Test
  void whatIsDenied_isNamedWithOwnerModeAndCure() throws Exception {
    for (Path path :
        List.of(queue.path(), queue.journalsFolder(), journal.path(), journal.checkpointFile())) {
      Condition problem = denying(null, path).problemOf(queue);
      assertThat(problem.state()).isEqualTo(ShipperState.NO_PERMISSION);
      assertThat(problem.cause()).contains("may not write " + path, "uid ", "mode 0");
      assertThat(problem.cure()).contains("usermod -aG", path.toString());
    }
    for (Path path : List.of(queue.descriptorFile(), queue.path(), journal.path())) {
      assertThat(denying(path, null).problemOf(queue).cause()).contains("may not read " + path);
    }
  }

  private static AccessCheck denying(Path unreadable, Path unwritable) {
    return new AccessCheck(
        path -> !path.equals(unreadable), path -> !path.equals(unwritable), List.of());
  }
}
