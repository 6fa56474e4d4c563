// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbComponent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the component's descriptor Camel's catalog knows its URIs and properties, and so do the tools built on the catalog. */
class CatalogTest {

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @BeforeEach
    void addTheComponent() throws IOException {
        catalog.addComponent("wandb", WandbComponent.class.getName(), Tree.descriptor());
    }

    @Test
    void everyDocumentedUriIsValid() throws IOException {
        Map<String, Path> uris = DocumentedUris.inTheTree();

        assertThat(uris).hasSizeGreaterThan(10);
        SoftAssertions.assertSoftly(all -> uris.forEach((uri, file) -> {
            EndpointValidationResult result = catalog.validateEndpointProperties(uri, false);
            all.assertThat(result.isSuccess())
                    .as(
                            "%s of %s: %s",
                            uri,
                            Tree.ROOT.relativize(file.toAbsolutePath().normalize()),
                            result.summaryErrorMessage(true))
                    .isTrue();
        }));
    }

    @Test
    void aMisspeltOptionAndAWrongValueAreFound() {
        EndpointValidationResult result =
                catalog.validateEndpointProperties("wandb:acme/vision?stream=rows&rowPerExchange=5", false);

        assertThat(result.getUnknown()).containsExactly("rowPerExchange");
        assertThat(result.getInvalidEnum()).containsKey("stream");
    }

    @Test
    void propertiesOfTheComponentAreKnown() {
        assertThat(catalog.validateConfigurationProperty("camel.component.wandb.base-url=https://acme.wandb.io")
                        .isSuccess())
                .isTrue();
        assertThat(catalog.validateConfigurationProperty("camel.component.wandb.bas-url=https://acme.wandb.io")
                        .isSuccess())
                .isFalse();
    }
}
