package com.gt8004.benchmarks.drain;

import com.gt8004.benchmarks.contestant.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs a plan, round by round. Within a round each case is followed at once by its floors, so that
 * whatever the machine does meanwhile meets all of them.
 */
public final class DrainRounds {
  private final DrainPlan plan;
  private final ShipperProcess.Start shipper;
  private final Path data;
  private final Path log;
  private final Consumer<DrainFigure> told;

  /**
   * What is run where.
   *
   * @param shipperJar the shipper's executable jar
   * @param shipperJvm its JVM's arguments
   * @param data a folder that does not exist, on the disk that is measured
   * @param told is given each figure as soon as it is there
   */
  public DrainRounds(
      DrainPlan plan,
      Path shipperJar,
      List<String> shipperJvm,
      Path data,
      Path log,
      Consumer<DrainFigure> told) {
    this.plan = plan;
    this.shipper = new ShipperProcess.Start(shipperJar, shipperJvm, Map.of());
    this.data = data;
    this.log = log;
    this.told = told;
  }

  /** Deletes what it wrote, whatever happens. */
  public void run() throws IOException, InterruptedException {
    try {
      if (!plan.cases().isEmpty()) {
        drains();
      }
      steady();
      backlogs();
    } finally {
      Folders.delete(data);
    }
  }

  private void drains() throws IOException, InterruptedException {
    try (BuiltQueue queue = new BuiltQueue(data, DrainPlan.PAYLOAD_BYTES, log)) {
      queue.append(plan.entries());
      queue.mark();
      DrainTrial trial = new DrainTrial(queue, shipper, plan.entries(), plan.warmup(), log);
      rounds(trial, true);
      queue.finish();
      rounds(trial, false);
    }
  }

  private void rounds(DrainTrial trial, boolean living) throws IOException, InterruptedException {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (DrainCase how : plan.cases()) {
        if (how.living() == living && (!how.cold() || PageCache.canCool())) {
          one(trial, round, how);
        }
      }
    }
  }

  private void one(DrainTrial trial, int round, DrainCase how)
      throws IOException, InterruptedException {
    Drained drained = trial.drain(round, how);
    told.accept(DrainFigure.of(drained));
    if (!how.gzip() && !how.cold()) {
      for (Sender floor : List.of(Sender.CLIENT, Sender.SOCKET)) {
        told.accept(DrainFigure.of(trial.post(round, how, floor, drained.connections())));
      }
    }
  }

  private void steady() throws IOException, InterruptedException {
    SteadyTrial trial = new SteadyTrial(data, shipper, log);
    for (int round = 1; round <= plan.rounds(); round++) {
      for (long pace : plan.paces()) {
        told.accept(DrainFigure.of(trial.run(round, pace, plan.paceSeconds())));
      }
    }
  }

  private void backlogs() throws IOException, InterruptedException {
    BacklogTrial trial = new BacklogTrial(data, shipper, log);
    for (int round = 1; round <= plan.rounds() && plan.backlog() > 0; round++) {
      told.accept(DrainFigure.of(trial.run(round, DrainPlan.SMALL_BACKLOG, true)));
      told.accept(DrainFigure.of(trial.run(round, plan.backlog(), false)));
    }
  }
}
