package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
  private static final byte[] TEXT = "whole\n".getBytes(StandardCharsets.UTF_8);

  @TempDir
  Path folder;

  private long files() throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void file_appearsWhenItIsWhole_forItsOwnerOnly() throws Exception {
    Path target = folder.resolve("out");
    try (NewFile file = NewFile.at(target)) {
      file.write(TEXT, 0, TEXT.length);
      assertThat(target).doesNotExist();
      file.commit();
    }

    assertThat(target).hasBinaryContent(TEXT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void whatIsNotCommitted_leavesWhatStoodThere() throws Exception {
    Path target = Files.writeString(folder.resolve("out"), "before");
    try (NewFile file = NewFile.at(target)) {
      file.write(TEXT, 0, TEXT.length);
    }

    assertThat(target).hasContent("before");
    assertThat(files()).isEqualTo(1);
  }
}
