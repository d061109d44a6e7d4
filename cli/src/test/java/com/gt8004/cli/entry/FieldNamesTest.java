package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.cli.where.Where;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FieldNamesTest {
  @Test
  void filtersAndAppends_knowTheSameFields() {
    String names = Arrays.stream(EntryField.values())
        .map(EntryField::wireName)
        .collect(Collectors.joining(", "));
    assertThatThrownBy(() -> Where.parse("nonsense=1")).hasMessageEndingWith("there are " + names);
    assertThat(EntryField.values()).hasSize(25);
  }
}
