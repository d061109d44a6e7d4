package com.gt8004.analytics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("com.gt8004.analytics");

  @Test
  void sql_staysInTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage("com.gt8004.analytics.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..")
        .check(CLASSES);
  }

  @Test
  void packages_formNoCycle() {
    slices().matching("com.gt8004.analytics.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void stages_meetOnlyInTheServer() {
    noClasses()
        .that()
        .resideInAPackage("..analytics.ingest..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..analytics.query..", "..analytics.dashboard..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("..analytics.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..analytics.http..",
            "..analytics.ingest..",
            "..analytics.server..",
            "org.eclipse.jetty..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage("..analytics.query..", "..analytics.dashboard..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..analytics.ingest..")
        .check(CLASSES);
  }

  @Test
  void time_isInjected() {
    noClasses()
        .that()
        .resideOutsideOfPackage("com.gt8004.analytics.time")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void nothing_printsButThroughTheCommandLine() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void service_dependsOnNoneOfOurOtherModules() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.gt8004.sdk..", "com.gt8004.shipper..", "com.gt8004.cli..")
        .check(CLASSES);
  }
}
