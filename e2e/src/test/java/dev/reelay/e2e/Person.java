package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.htmlunit.CookieManager;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.http.Cookie;

/// Somebody with a browser at the console. Scripts are off: the console has none, and the issuer's
/// form works without.
final class Person implements AutoCloseable {
    private final WebClient browser = new WebClient();
    private final String url;

    /// @param url of the api
    Person(String url) {
        this.url = url;
        var options = browser.getOptions();
        options.setJavaScriptEnabled(false);
        options.setCssEnabled(false);
        options.setDownloadImages(false);
        options.setThrowExceptionOnFailingStatusCode(false);
        browser.setCookieManager(new LoopbackCookies());
    }

    /// Browsers take loopback for as good as https (W3C, "Secure Contexts", 3.1) and send cookies
    /// there that are for https only, as Keycloak's are. This one does not by itself.
    private static final class LoopbackCookies extends CookieManager {
        @Override
        public void addCookie(Cookie cookie) {
            super.addCookie(
                    new Cookie(
                            cookie.getDomain(),
                            cookie.getName(),
                            cookie.getValue(),
                            cookie.getPath(),
                            cookie.getExpires(),
                            false,
                            cookie.isHttpOnly(),
                            cookie.getSameSite()));
        }
    }

    /// The console's first page.
    HtmlPage open() {
        return open(url + "/console");
    }

    HtmlPage open(String address) {
        try {
            return browser.getPage(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Follows the link of the first page to the issuer, or to where it leads instead.
    HtmlPage goToIssuer() {
        return click(open().getAnchorByText("Sign in"));
    }

    /// Fills in the issuer's form; the page that follows.
    HtmlPage logIn(HtmlPage form, String user, String password) {
        form.<HtmlInput>getHtmlElementById("username").setValue(user);
        form.<HtmlInput>getHtmlElementById("password").setValue(password);
        return click(form.getHtmlElementById("kc-login"));
    }

    /// Presses a button by what it says.
    static HtmlPage press(HtmlPage page, String button) {
        return click(page.getFirstByXPath("//button[normalize-space()='" + button + "']"));
    }

    static int status(HtmlPage page) {
        return page.getWebResponse().getStatusCode();
    }

    /// Where the page is, without its query.
    static String place(HtmlPage page) {
        return page.getUrl().toString().replaceFirst("\\?.*", "");
    }

    private static HtmlPage click(HtmlElement element) {
        assertThat(element).as("what is clicked").isNotNull();
        try {
            return element.click();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
    }
}
