package io.dbn4j.rg;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.dbn4j.core.Reference;
import io.dbn4j.lab.ExperimentRules;
import io.dbn4j.rg.montecarlo.SpinUpdate;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ExperimentRules {

    ArchitectureTest() {
        super("io.dbn4j.rg");
    }

    @Test
    void everyUpdateOfSpinsNamesItsSource() {
        ArchRule rule = classes()
                .that(assignableTo(SpinUpdate.class))
                .and()
                .areNotInterfaces()
                .should()
                .beAnnotatedWith(Reference.class);

        assertThat(violationsIfTheCodeHasNone(rule, new ClassFileImporter().importPackages("io.dbn4j.rg.broken")))
                .hasSize(1);
    }
}
