package com.gt8004.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.gt8004.cli.http.LocalHttp;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("com.gt8004.cli");
  }

  @Test
  void shipper_isReachedByItsPublicDoorsOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("com.gt8004.shipper.*.."))
        .check(classes);
  }

  @Test
  void analyticsService_isReachedAsAProcessOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("com.gt8004.analytics.."))
        .check(classes);
  }

  @Test
  void onlyOneClass_knowsAnHttpClient() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(LocalHttp.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(LocalHttp.class.getName() + "$Reply")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net.http..", "org.apache.hc..", "dev.failsafe.."))
        .check(classes);
  }

  @Test
  void nobody_knowsDatabasesOrChronicle() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "net.openhft.."))
        .check(classes);
  }

  @Test
  void onlyTheSampleAgent_isAServer() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("SampleAgent")
        .and()
        .haveSimpleNameNotStartingWith("AgentServlet")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.eclipse.jetty..", "jakarta.servlet.."))
        .check(classes);
  }

  @Test
  void time_isInjected() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(classes);
  }

  @Test
  void packages_formNoCycle() {
    slices().matching("com.gt8004.cli.(*)..").should().beFreeOfCycles().check(classes);
    noClasses()
        .that()
        .resideInAnyPackage("com.gt8004.cli.*..")
        .should()
        .dependOnClassesThat(resideInAPackage("com.gt8004.cli"))
        .check(classes);
  }
}
