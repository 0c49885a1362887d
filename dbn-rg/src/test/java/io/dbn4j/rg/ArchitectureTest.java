package io.dbn4j.rg;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.dbn4j.lab.ExperimentRules;
import io.dbn4j.rg.montecarlo.SpinUpdate;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ExperimentRules {

    ArchitectureTest() {
        super("io.dbn4j.rg");
    }

    @Test
    void everyUpdateOfSpinsNamesItsSource() {
        // SpinUpdate is sealed, so the broken class is of another kind.
        var rule = namesItsSource(SpinUpdate.class, Runnable.class);

        assertThat(violationsIfTheCodeHasNone(rule, new ClassFileImporter().importPackages("io.dbn4j.rg.broken")))
                .hasSize(1);
    }
}
