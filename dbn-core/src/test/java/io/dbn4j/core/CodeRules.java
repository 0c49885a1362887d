package io.dbn4j.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.partition.LogPartitionEstimator;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.sample.Sampler;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Rules on the code of one module; the classes in {@code io.dbn4j.core.broken} must break each of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads the code once
public abstract class CodeRules {

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("io.dbn4j.core.broken");

    private final JavaClasses code;

    /** Reads the main code of a module, given its package. */
    protected CodeRules(String root) {
        code = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages(root);
        assertThat(code).isNotEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        ArchRule rule = slices().matching("io.dbn4j.(**)").should().beFreeOfCycles();

        assertThat(violationsIfTheCodeHasNone(rule, BROKEN)).anyMatch(line -> line.contains("Cycle"));
    }

    @Test
    void randomNumbersComeThroughOneDoor() {
        ArchRule rule = noClasses()
                .that()
                // Names of temporary files must not follow from a seed.
                .doNotBelongToAnyOf(Nd4jRandomSource.class, AtomicFile.class)
                .should()
                .accessTargetWhere(describe("draws random numbers past it", CodeRules::drawsRandomNumbers));

        assertThat(violationsIfTheCodeHasNone(rule, BROKEN))
                .anyMatch(line -> line.contains("Math.random()"))
                .anyMatch(line -> line.contains("java.util.Random.<init>"))
                .anyMatch(line -> line.contains("Nd4j.rand("))
                .anyMatch(line -> line.contains("Nd4j.getRandom()"))
                .anyMatch(line -> line.contains("OpExecutioner.exec("));
    }

    @Test
    void everyAlgorithmNamesItsSource() {
        ArchRule rule =
                namesItsSource(Objective.class, NegativePhase.class, Sampler.class, LogPartitionEstimator.class);

        assertThat(violationsIfTheCodeHasNone(rule, BROKEN)).hasSize(1);
    }

    /** Returns the rule that classes of some kinds say where they come from. */
    protected static ArchRule namesItsSource(Class<?>... kinds) {
        return classes()
                .that(describe("are algorithms", c -> Arrays.stream(kinds).anyMatch(c::isAssignableTo)))
                .and()
                .areNotInterfaces()
                .should()
                .beAnnotatedWith(Reference.class)
                .allowEmptyShould(true);
    }

    @Test
    void everyPackageIsCheckedForNull() {
        ArchRule rule = classes()
                .should(be(describe(
                        "in a package that is @NullMarked", c -> c.getPackage().isAnnotatedWith(NullMarked.class))));

        assertThat(violationsIfTheCodeHasNone(rule, BROKEN)).hasSize(BROKEN.size());
    }

    private static boolean drawsRandomNumbers(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        return owner.isAssignableTo(RandomGenerator.class)
                || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                || (owner.isEquivalentTo(Nd4j.class) && (name.startsWith("rand") || name.startsWith("getRandom")))
                || (access instanceof JavaMethodCall call && isDrawFromTheGeneratorOfTheThread(call));
    }

    private static boolean isDrawFromTheGeneratorOfTheThread(JavaMethodCall call) {
        List<JavaClass> parameters = call.getTarget().getRawParameterTypes();
        return call.getTargetOwner().isAssignableTo(OpExecutioner.class)
                && parameters.size() == 1
                && parameters.get(0).isEquivalentTo(RandomOp.class);
    }

    /** Returns what a rule finds in broken classes; fails if it finds anything in the code. */
    protected List<String> violationsIfTheCodeHasNone(ArchRule rule, JavaClasses broken) {
        rule.check(code);
        return rule.evaluate(broken).getFailureReport().getDetails();
    }
}
