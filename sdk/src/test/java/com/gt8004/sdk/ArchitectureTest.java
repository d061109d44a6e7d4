package com.gt8004.sdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rules of docs/ARCHITECTURE.md that a compiler does not hold. */
class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new DoNotIncludeTests())
      .importPackages("com.gt8004.sdk");

  @Test
  void onlyTheQueueKnowsChronicle() {
    noClasses()
        .that()
        .resideOutsideOfPackage("com.gt8004.sdk.queue..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.openhft..")
        .check(CLASSES);
  }

  @Test
  void theQueueKnowsNothingAboveIt() {
    noClasses()
        .that()
        .resideInAPackage("com.gt8004.sdk.queue..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.gt8004.sdk", "com.gt8004.sdk.capture..", "com.gt8004.sdk.servlet..", "jakarta..")
        .check(CLASSES);
  }

  @Test
  void onlyItsOwnPackageAndSpringsKnowMicrometer() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "com.gt8004.sdk.micrometer..", "com.gt8004.sdk.spring..", "com.gt8004.sdk.springai..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.gt8004.sdk.micrometer..", "io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void onlyTheirOwnPackagesKnowSpring() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "com.gt8004.sdk.spring..", "com.gt8004.sdk.springai..", "com.gt8004.sdk.mcp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.gt8004.sdk.spring..",
            "org.springframework..",
            "reactor..",
            "org.reactivestreams..")
        .check(CLASSES);
  }

  @Test
  void onlyTheirOwnPackagesKnowAgentFrameworks() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "com.gt8004.sdk.mcp..", "com.gt8004.sdk.langchain4j..", "com.gt8004.sdk.springai..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.modelcontextprotocol..", "dev.langchain4j..")
        .check(CLASSES);
  }

  @Test
  void onlyItsOwnPackageKnowsTheJdksServer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("com.gt8004.sdk.httpserver..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.gt8004.sdk.httpserver..", "com.sun..")
        .check(CLASSES);
  }

  @Test
  void exchangesKnowNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("com.gt8004.sdk.exchange..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.gt8004.sdk.servlet..", "jakarta..", "com.sun..", "io..", "dev..")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("com.gt8004.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void timeIsInjected() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("com.gt8004.sdk.queue.SystemClock")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }

  @Test
  void nothingPrints() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void nothingUsesTheNetwork() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "java.sql..")
        .check(CLASSES);
  }
}
