package io.dbn4j.lab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.dbn4j.core.CodeRules;
import io.dbn4j.core.random.Seed;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import org.junit.jupiter.api.Test;

/** Rules on the code of a module that knows runs; the classes in {@code io.dbn4j.lab.broken} must break each of them. */
public abstract class ExperimentRules extends CodeRules {

    /** Reads the main code of a module, given its package. */
    protected ExperimentRules(String root) {
        super(root);
    }

    /** Classes must open streams through their run: a second stream of the same name would draw the same numbers. */
    @Test
    void runsAloneOpenTheStreamsOfRuns() {
        ArchRule rule = noClasses()
                .that(dependOn(Run.class).or(dependOn(RunRecord.class)).or(dependOn(RunRequest.class)))
                .and()
                .doNotBelongToAnyOf(Run.class)
                .should()
                .callConstructor(Seed.class, long.class);

        assertThat(violationsIfTheCodeHasNone(rule, new ClassFileImporter().importPackages("io.dbn4j.lab.broken")))
                .hasSize(1);
    }

    private static DescribedPredicate<JavaClass> dependOn(Class<?> target) {
        return describe(
                "depend on " + target.getSimpleName(),
                c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(target)));
    }
}
