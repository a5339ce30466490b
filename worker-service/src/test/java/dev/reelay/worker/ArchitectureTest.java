package dev.reelay.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.reelay.worker");

    @Test
    void features_form_no_cycles() {
        slices().matching("dev.reelay.worker.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void adapters_are_known_to_nobody_else() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.reelay.worker.provider.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.reelay.worker.provider.sandbox..")
                .check(CLASSES);
    }

    @Test
    void no_other_service_is_known() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.reelay.api..", "dev.reelay.billing..")
                .check(CLASSES);
    }

    @Test
    void machines_know_no_framework_and_no_clock() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Machine")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "org.jdbi..", "java.sql..", "java.io..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Instant")
                .check(CLASSES);
    }

    @Test
    void sql_stands_in_postgres_classes() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Postgres")
                .and()
                .resideOutsideOfPackage("dev.reelay.worker.store..")
                .should()
                .callMethod(Handle.class, "createQuery", String.class)
                .orShould()
                .callMethod(Handle.class, "createUpdate", String.class)
                .check(CLASSES);
    }

    /// The store's client is its own.
    @Test
    void the_outside_is_reached_through_egress_only() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.reelay.worker.egress..", "dev.reelay.worker.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.hc..",
                        "org.apache.http..",
                        "java.net.http..",
                        "io.vertx.core.http..",
                        "io.vertx.ext.web.client..",
                        "jakarta.ws.rs.client..",
                        "org.eclipse.microprofile.rest.client..",
                        "software.amazon.awssdk.http..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        java.net.Socket.class,
                        java.net.URLConnection.class,
                        java.nio.channels.SocketChannel.class)
                .orShould()
                .callMethod(java.net.URL.class, "openStream")
                .check(CLASSES);
    }

    @Test
    void dependencies_come_by_constructor() {
        noFields().should().beAnnotatedWith(Inject.class).check(CLASSES);
    }

    @Test
    void nothing_is_a_drawer() {
        noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)").check(CLASSES);
    }

    @Test
    void every_package_is_null_marked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(CLASSES);
    }
}
