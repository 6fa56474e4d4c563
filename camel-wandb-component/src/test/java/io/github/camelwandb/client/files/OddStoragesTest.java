// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.camelwandb.client.Clients.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.client.model.RunPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Servers that keep their files elsewhere, or not as W&amp;B's own do. */
class OddStoragesTest {

    private static final String MD5_OF_DIGITS = "eB5eJF1ptWaXm4bijSPyxw==";
    private static final String ADDRESS = "/bucket/a.txt";

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance().build();

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    Path folder;

    private Path file;
    private String storage;

    @BeforeEach
    void place() {
        file = folder.resolve("a.txt");
        // the same server under another name: another host
        storage = "http://127.0.0.1:" + server.getPort();
    }

    private void knows(String addresses) {
        server.stubFor(post(urlPathEqualTo("/graphql"))
                .willReturn(okJson("{\"data\":{\"project\":{\"run\":{\"projectId\":1,\"files\":{\"edges\":[{\"node\":{"
                        + "\"id\":\"f\",\"name\":\"a.txt\",\"sizeBytes\":\"10\",\"md5\":\"" + MD5_OF_DIGITS
                        + "\",\"updatedAt\":\"2026-01-01T00:00:00\"," + addresses + "}}]}}}}}")));
    }

    private static ResponseDefinitionBuilder answer(int status, String body) {
        return aResponse().withStatus(status).withBody(body);
    }

    private void gives(String range, ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlPathEqualTo(ADDRESS))
                .withHeader("Range", range.isEmpty() ? absent() : equalTo(range))
                .willReturn(answer));
    }

    /** Five of ten bytes come. */
    private void breaksOff() {
        gives("", answer(200, "01234").withHeader("Content-Length", "10").withHeader("ETag", "W/\"weak\""));
    }

    private RunFile download() {
        RunFiles files = clients.builder(server.baseUrl(), KEY)
                .attemptTimeout(Duration.ofSeconds(2))
                .build()
                .files();
        return Clients.answer(
                files.download(new RunPath("team", "vision", "r1"), "a.txt", new LocalPlace(folder, "a.txt")));
    }

    @Test
    void withoutADirectAddressTheKeyOpensTheOneOfTheServerAndGoesNoFurther() {
        knows("\"url\":\"/files/team/vision/r1/a.txt\",\"directUrl\":null");
        server.stubFor(get(urlPathEqualTo("/files/team/vision/r1/a.txt"))
                .withHeader("Authorization", matching("Basic .*"))
                .willReturn(temporaryRedirect(storage + ADDRESS)));
        gives("", answer(200, "0123456789"));

        RunFile known = download();

        assertThat(file).hasContent("0123456789");
        assertThat(known.url()).isEqualTo(server.baseUrl() + "/files/team/vision/r1/a.txt");
        assertThat(known.sizeBytes()).isEqualTo(10);
        server.verify(getRequestedFor(urlEqualTo(ADDRESS)).withoutHeader("Authorization"));
    }

    @Test
    void extraHeadersGoToTheServerAndNoFurther() {
        knows("\"url\":\"/files/team/vision/r1/a.txt\",\"directUrl\":null");
        server.stubFor(get(urlPathEqualTo("/files/team/vision/r1/a.txt"))
                .withHeader("X-Gateway", equalTo("s3cret"))
                .willReturn(temporaryRedirect(storage + ADDRESS)));
        gives("", answer(200, "0123456789"));

        Clients.answer(clients.builder(server.baseUrl(), KEY)
                .headers(Map.of("X-Gateway", "s3cret"))
                .build()
                .files()
                .download(new RunPath("team", "vision", "r1"), "a.txt", new LocalPlace(folder, "a.txt")));

        assertThat(file).hasContent("0123456789");
        server.verify(getRequestedFor(urlEqualTo(ADDRESS)).withoutHeader("X-Gateway"));
    }

    @Test
    void aStorageThatIgnoresRangesIsReadFromTheFirstByteAgain() {
        knows("\"directUrl\":\"" + storage + ADDRESS + "\"");
        breaksOff();
        gives("bytes=5-", answer(200, "0123456789"));

        download();

        assertThat(file).hasContent("0123456789");
        server.verify(getRequestedFor(urlEqualTo(ADDRESS))
                .withHeader("Range", equalTo("bytes=5-"))
                .withoutHeader("If-Range"));
    }

    @Test
    void aStorageThatAnswersAnotherRangeIsReadFromTheFirstByteAgain() {
        knows("\"directUrl\":\"" + storage + ADDRESS + "\"");
        server.stubFor(get(urlPathEqualTo(ADDRESS))
                .inScenario("once")
                .whenScenarioStateIs("Started")
                .willSetStateTo("more")
                .willReturn(answer(200, "01234").withHeader("Content-Length", "10")));
        server.stubFor(get(urlPathEqualTo(ADDRESS))
                .inScenario("once")
                .whenScenarioStateIs("more")
                .willSetStateTo("whole")
                .willReturn(answer(206, "789").withHeader("Content-Range", "bytes 7-9/10")));
        server.stubFor(get(urlPathEqualTo(ADDRESS))
                .inScenario("once")
                .whenScenarioStateIs("whole")
                .withHeader("Range", absent())
                .willReturn(answer(200, "0123456789")));

        download();

        assertThat(file).hasContent("0123456789");
    }

    @Test
    void aPlaceBehindTheEndOfTheFileIsForgotten() {
        knows("\"directUrl\":\"" + storage + ADDRESS + "\"");
        server.stubFor(get(urlPathEqualTo(ADDRESS))
                .inScenario("short")
                .whenScenarioStateIs("Started")
                .willSetStateTo("more")
                .willReturn(answer(200, "01234").withHeader("Content-Length", "10")));
        server.stubFor(get(urlPathEqualTo(ADDRESS))
                .inScenario("short")
                .whenScenarioStateIs("more")
                .willSetStateTo("whole")
                .willReturn(answer(416, "")));
        server.stubFor(get(urlPathEqualTo(ADDRESS))
                .inScenario("short")
                .whenScenarioStateIs("whole")
                .withHeader("Range", absent())
                .willReturn(answer(200, "0123456789")));

        download();

        assertThat(file).hasContent("0123456789");
    }

    @Test
    void aStorageThatSendsNothingMoreIsGivenUp() {
        knows("\"directUrl\":\"" + storage + ADDRESS + "\"");
        gives("", answer(200, "0123456789").withFixedDelay(60_000));

        assertThatThrownBy(this::download)
                .isInstanceOf(WandbUnavailableException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("broke off");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aServerThatRedirectsForEverIsNotFollowedForEver() {
        knows("\"directUrl\":\"" + storage + ADDRESS + "\"");
        gives("", temporaryRedirect(storage + ADDRESS));

        assertThatThrownBy(this::download)
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasMessageContaining("redirects");
    }

    @Test
    void aServerThatNamesNoAddressIsNotUnderstood() {
        knows("\"directUrl\":null");

        assertThatThrownBy(this::download)
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasMessageContaining("does not say where the file a.txt");
    }
}
