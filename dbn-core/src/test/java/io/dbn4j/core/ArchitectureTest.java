package io.dbn4j.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends CodeRules {

    ArchitectureTest() {
        super("io.dbn4j.core");
    }

    @Test
    void theTheoryKnowsNoDl4j() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("..core.dl4j", "..core.data", "..core.training", "..core.model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j..", "org.datavec..", "org.nd4j.shade..");

        assertThat(violationsIfTheCodeHasNone(rule, new ClassFileImporter().importPackages("io.dbn4j.core.broken")))
                .anyMatch(line -> line.contains("MultiLayerNetwork"));
    }
}
