// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** The arrows of the house: who may import whom. */
@AnalyzeClasses(
        packages = ArrowsTest.ROOT,
        importOptions = {ImportOption.DoNotIncludeTests.class, ArrowsTest.OfTheComponent.class})
class ArrowsTest {

    static final String ROOT = "io.github.camelwandb";

    static final class OfTheComponent implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/simulator/");
        }
    }

    /** What makes endpoints; everything else in the root package says what users configure and receive. */
    private static final Set<String> MAKERS = Set.of("WandbComponent", "WandbEndpoint");

    private static final Pattern FLOOR_OF_THE_CLIENT =
            Pattern.compile(Pattern.quote(ROOT + ".client.") + "(Credentials|Wandb\\w*Exception).*");

    private static final DescribedPredicate<JavaClass> ENDPOINT_MAKERS = describe(
            "the component, the endpoint or what is generated for them",
            type -> type.getPackageName().equals(ROOT)
                    && MAKERS.stream().anyMatch(maker -> type.getSimpleName().startsWith(maker)));

    @ArchTest
    static final ArchRule theClientKnowsNoCamel = noClasses()
            .that()
            .resideInAPackage(ROOT + ".client..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.camel.."));

    @ArchTest
    static final ArchRule theClientKnowsNothingAboveIt = classes()
            .that()
            .resideInAPackage(ROOT + ".client..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage(ROOT + ".client..").or(not(resideInAPackage(ROOT + ".."))));

    @ArchTest
    static final ArchRule theModelKnowsNothingOfOurs = classes()
            .that()
            .resideInAPackage(ROOT + ".client.model")
            .should()
            .onlyDependOnClassesThat(resideInAPackage(ROOT + ".client.model").or(not(resideInAPackage(ROOT + ".."))));

    @ArchTest
    static final ArchRule consumerAndProducerKnowNeitherComponentNorEndpoint = noClasses()
            .that(resideInAnyPackage(ROOT + ".consumer..", ROOT + ".producer.."))
            .should()
            .dependOnClassesThat(ENDPOINT_MAKERS);

    @ArchTest
    static final ArchRule theConsumerDoesNotKnowTheProducer = noClasses()
            .that()
            .resideInAPackage(ROOT + ".consumer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".producer..");

    @ArchTest
    static final ArchRule theProducerDoesNotKnowTheConsumer = noClasses()
            .that()
            .resideInAPackage(ROOT + ".producer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".consumer..");

    @ArchTest
    static final ArchRule positionsAreKeptWithoutKnowingOfWhat = classes()
            .that()
            .resideInAPackage(ROOT + ".offset..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage(ROOT + ".offset..").or(not(resideInAPackage(ROOT + ".."))));

    @ArchTest
    static final ArchRule theProducerDoesNotKnowWherePositionsAreKept = noClasses()
            .that()
            .resideInAPackage(ROOT + ".producer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".offset..");

    @ArchTest
    static final ArchRule theFileFormatOfPositionsIsKnownInOnePlace = noClasses()
            .that(not(resideInAPackage(ROOT + ".offset..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.h2..");

    /** NullAway checks only what is marked. */
    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("be in a package with @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
                }
            });

    /**
     * The root package is both roof (component, endpoint) and floor (configuration, constants), so it is left out; so are, of the client's
     * package, the errors and the credentials, which everything in the client may use.
     */
    @ArchTest
    static final ArchRule thePackagesBelowTheRootHaveNoCycles = slices().matching(ROOT + ".(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                    alwaysTrue(),
                    describe(
                            "an error or the credentials",
                            type -> FLOOR_OF_THE_CLIENT.matcher(type.getName()).matches()));
}
