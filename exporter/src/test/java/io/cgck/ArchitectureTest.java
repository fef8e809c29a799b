package io.cgck;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data flows one way: kernel, procfs, scan, judgement, metrics, web and command line. */
@AnalyzeClasses(packages = "io.cgck", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DATA_FLOWS_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("model")
          .definedBy("io.cgck.model")
          .layer("kernel")
          .definedBy("io.cgck.kernel")
          .layer("procfs")
          .definedBy("io.cgck.procfs")
          .layer("tracefs")
          .definedBy("io.cgck.tracefs")
          .layer("cgroupfs")
          .definedBy("io.cgck.cgroupfs")
          .layer("stats")
          .definedBy("io.cgck.stats")
          .layer("scan")
          .definedBy("io.cgck.scan")
          .layer("attribute")
          .definedBy("io.cgck.attribute")
          .layer("match")
          .definedBy("io.cgck.match")
          .layer("expect")
          .definedBy("io.cgck.expect")
          .layer("config")
          .definedBy("io.cgck.config")
          .layer("systemd")
          .definedBy("io.cgck.systemd")
          .layer("metrics")
          .definedBy("io.cgck.metrics")
          .layer("webconfig")
          .definedBy("io.cgck.webconfig")
          .layer("web")
          .definedBy("io.cgck.web")
          .layer("text")
          .definedBy("io.cgck.text")
          .layer("json")
          .definedBy("io.cgck.json")
          .layer("explain")
          .definedBy("io.cgck.explain")
          .layer("query")
          .definedBy("io.cgck.query")
          .layer("pages")
          .definedBy("io.cgck.pages")
          .layer("api")
          .definedBy("io.cgck.api")
          .layer("cli")
          .definedBy("io.cgck.cli")
          .whereLayer("model")
          .mayNotAccessAnyLayer()
          .whereLayer("kernel")
          .mayNotAccessAnyLayer()
          .whereLayer("procfs")
          .mayOnlyAccessLayers("kernel", "model")
          .whereLayer("cgroupfs")
          .mayOnlyAccessLayers("kernel", "model")
          .whereLayer("stats")
          .mayOnlyAccessLayers("cgroupfs", "expect", "match", "attribute", "scan", "model")
          .whereLayer("tracefs")
          .mayOnlyAccessLayers("procfs", "kernel", "model")
          .whereLayer("scan")
          .mayOnlyAccessLayers("tracefs", "procfs", "kernel", "model")
          .whereLayer("attribute")
          .mayOnlyAccessLayers("model")
          .whereLayer("match")
          .mayOnlyAccessLayers("attribute", "model")
          .whereLayer("expect")
          .mayOnlyAccessLayers("match", "attribute", "scan", "model")
          .whereLayer("config")
          .mayOnlyAccessLayers("expect", "match", "model")
          .whereLayer("systemd")
          .mayOnlyAccessLayers("kernel")
          .whereLayer("metrics")
          .mayOnlyAccessLayers("config", "expect", "match", "attribute", "scan", "model")
          .whereLayer("text")
          .mayNotAccessAnyLayer()
          .whereLayer("json")
          .mayOnlyAccessLayers("attribute", "model")
          .whereLayer("explain")
          .mayOnlyAccessLayers(
              "json", "text", "config", "expect", "match", "attribute", "stats", "scan", "model")
          .whereLayer("query")
          .mayOnlyAccessLayers(
              "metrics", "explain", "config", "expect", "match", "attribute", "model")
          .whereLayer("webconfig")
          .mayOnlyAccessLayers("config", "match")
          .whereLayer("web")
          .mayOnlyAccessLayers("metrics", "webconfig", "model")
          .whereLayer("pages")
          .mayOnlyAccessLayers(
              "web",
              "query",
              "explain",
              "metrics",
              "text",
              "config",
              "expect",
              "match",
              "attribute",
              "scan",
              "model")
          .whereLayer("api")
          .mayOnlyAccessLayers(
              "web", "query", "metrics", "explain", "json", "expect", "attribute", "scan", "model")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.cgck.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FOREIGN_FUNCTIONS_ARE_CALLED_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.cgck.kernel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  @ArchTest
  static final ArchRule NOTHING_STATIC_CHANGES = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule CLASSES_ARE_FINAL_OR_SEALED =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotAnonymousClasses()
          .and()
          .areNotEnums()
          .and()
          .haveSimpleNameNotEndingWith("package-info")
          .should()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
