/*
 * The package as Java sees it: builders, callbacks, listeners; no coroutine in sight.
 */
package dev.frontdesk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.frontdesk.core.ContentKind;
import dev.frontdesk.core.FrontdeskEvent;
import dev.frontdesk.core.LoginResult;
import dev.frontdesk.core.Pending;
import dev.frontdesk.core.ThemeMode;
import dev.frontdesk.core.UpdateResult;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaCallersTest {
    @TempDir Path folder;

    private static final class Answer<T> extends CompletableFuture<T> implements FrontdeskCallback<T> {
        @Override
        public void onSuccess(T value) {
            assertTrue(complete(value), "answered twice");
        }

        @Override
        public void onFailure(FrontdeskException error) {
            assertTrue(completeExceptionally(error), "answered twice");
        }

        T await() throws Exception {
            return get(60, TimeUnit.SECONDS);
        }
    }

    private FrontdeskBuilder settings() {
        MockServer server = MockServer.Companion.getShared();
        return Frontdesk.builder(server.getUrl(), server.getAppId(), server.getApiKey())
                .dataDir(new File(folder.toFile(), "desk"))
                .fastRetry(true)
                .platform("java");
    }

    @Test
    void anAppInJavaLogsInAndIsAnswered() throws Exception {
        List<FrontdeskEvent> events = new CopyOnWriteArrayList<>();
        try (Frontdesk desk = settings().listener(events::add).open()) {
            String user = "java-" + System.nanoTime();
            UserAttributes attributes = UserAttributes.builder()
                    .userId(user)
                    .custom("plan", "pro")
                    .company(new CompanyBuilder("acme").name("Acme"))
                    .build();
            Answer<LoginResult> login = new Answer<>();
            desk.loginUserWithUserAttributes(attributes, login);
            assertFalse(login.await().getMerged());
            assertTrue(desk.isUserLoggedIn());

            Answer<String> event = new Answer<>();
            desk.logEvent("from-java", Map.of("price", 19.99), event);
            assertFalse(event.await().isEmpty());
            Answer<UpdateResult> update = new Answer<>();
            desk.updateUser(Map.of("name", "Ada"), update);
            assertTrue(update.await().getIgnored().isEmpty());
            Answer<Pending> pending = new Answer<>();
            desk.flush(60_000, pending);
            assertEquals(0L, pending.await().getQueued());
            assertEquals(List.of("from-java"), MockServer.Companion.getShared().eventsOf(user));

            Answer<Unit> theme = new Answer<>();
            desk.setThemeMode(ThemeMode.DARK, theme);
            theme.await();
            // Nobody has to listen.
            desk.setBottomPadding(10, null);
            desk.logout(null);
            assertFalse(events.isEmpty());
        }
    }

    @Test
    void aRefusedCallSaysWhatToDo() throws Exception {
        Answer<Frontdesk> opened = new Answer<>();
        settings().open(opened);
        try (Frontdesk desk = opened.await()) {
            Answer<String> event = new Answer<>();
            desk.logEvent("", null, event);
            Exception thrown = assertThrows(Exception.class, event::await);
            FrontdeskException error = (FrontdeskException) thrown.getCause();
            assertEquals("empty", error.getCode());
            assertEquals("name", error.getField());
            assertFalse(error.isTemporary());
            assertTrue(error instanceof FrontdeskException.InvalidInput);
            assertEquals(
                    ContentKind.SURVEY,
                    Frontdesk.contentRef(Map.of("type", "SURVEY", "id", "7")).getKind());
            assertFalse(Frontdesk.isFrontdeskPush(Map.of("gcm", "1")));
        }
    }
}
