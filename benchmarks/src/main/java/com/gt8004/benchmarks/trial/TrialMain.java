package com.gt8004.benchmarks.trial;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.nio.file.Path;

/** The process of one trial: takes the spec as JSON, the folder for data, the file for the result. */
public final class TrialMain {
  private TrialMain() {}

  public static void main(String[] args) throws Exception {
    JsonMapper json = JsonMapper.builder().build();
    TrialSpec spec = json.readValue(args[0], TrialSpec.class);
    TrialResult result = new Trial(spec, Path.of(args[1])).run();
    json.writeValue(new File(args[2]), result);
    System.exit(0); // whatever threads a contestant leaves behind
  }
}
