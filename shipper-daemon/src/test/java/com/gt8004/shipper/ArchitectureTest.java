package com.gt8004.shipper;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The rules of docs/ARCHITECTURE.md that a compiler does not hold. */
class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new DoNotIncludeTests())
      .importPackages("com.gt8004.shipper");

  @Test
  void stagesMeetOnlyInTheRoot() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy("com.gt8004.shipper")
        .layer("tail")
        .definedBy("..shipper.tail..")
        .layer("batch")
        .definedBy("..shipper.batch..")
        .layer("send")
        .definedBy("..shipper.send..")
        .layer("deadletter")
        .definedBy("..shipper.deadletter..")
        .layer("checkpoint")
        .definedBy("..shipper.checkpoint..")
        .layer("retain")
        .definedBy("..shipper.retain..")
        .layer("ledger")
        .definedBy("..shipper.ledger..")
        .layer("replay")
        .definedBy("..shipper.replay..")
        .layer("admin")
        .definedBy("..shipper.admin..")
        .layer("config")
        .definedBy("..shipper.config..")
        .layer("metrics")
        .definedBy("..shipper.metrics..")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("batch")
        .mayOnlyBeAccessedByLayers("root", "send")
        .whereLayer("send")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("tail")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("deadletter")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("checkpoint")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("retain")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("ledger")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("replay")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("admin")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("root")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("com.gt8004.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlySendKnowsHttpAndFailsafe() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..shipper.send..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..", "dev.failsafe..")
        .check(CLASSES);
  }

  @Test
  void onlyMetricsKnowsTheExpositionLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..shipper.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsChronicle() {
    noClasses().should().dependOnClassesThat().resideInAPackage("net.openhft..").check(CLASSES);
  }

  @Test
  void timeIsInjected() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("com.gt8004.shipper.DutyCycle")
        .should()
        .callMethod(LockSupport.class, "parkNanos", Object.class, long.class)
        .check(CLASSES);
  }

  @Test
  void nobodyPrints() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }
}
