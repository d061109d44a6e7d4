package com.gt8004.sdk.capture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What keeps the servlet API optional, and capture free of everything but the entry. */
class CaptureArchitectureTest {
  private static final JavaClasses SDK = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("com.gt8004.sdk");

  @Test
  void onlyTheServletPackageAndSpringsKnowServlets() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "com.gt8004.sdk.servlet..", "com.gt8004.sdk.spring..", "com.gt8004.sdk.mcp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.gt8004.sdk.servlet..", "jakarta.servlet..")
        .check(SDK);
  }

  @Test
  void captureKnowsNothingOfQueues() {
    noClasses()
        .that()
        .resideInAPackage("com.gt8004.sdk.capture..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.gt8004.sdk.queue..", "net.openhft..")
        .check(SDK);
  }
}
