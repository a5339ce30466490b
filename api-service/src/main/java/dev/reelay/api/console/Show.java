package dev.reelay.api.console;

import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Shows a page to who is signed in as what it is for, and sends others to the beginning, where
/// they are told who they are or how to sign in.
@Singleton
final class Show {
    static final URI HOME = URI.create("/console");

    private final Visitors visitors;
    private final Forms forms;

    Show(Visitors visitors, Forms forms) {
        this.visitors = visitors;
        this.forms = forms;
    }

    Response toMember(BiFunction<Visitor.Member, Who, TemplateInstance> page) {
        return visitors.find()
                .filter(Visitor.Member.class::isInstance)
                .map(Visitor.Member.class::cast)
                .map(member -> withForm(form -> page.apply(member, Who.of(member, form))))
                .orElseGet(Show::begin);
    }

    Response toOperator(BiFunction<Visitor.Operating, Who, TemplateInstance> page) {
        return visitors.find()
                .filter(Visitor.Operating.class::isInstance)
                .map(Visitor.Operating.class::cast)
                .map(one -> withForm(form -> page.apply(one, Who.of(one, form))))
                .orElseGet(Show::begin);
    }

    private static Response begin() {
        return Answer.to(HOME).build();
    }

    /// @param page of the value for its forms
    Response withForm(Function<String, TemplateInstance> page) {
        var form = forms.value();
        return Answer.page(200, page.apply(form))
                .header(HttpHeaders.SET_COOKIE, forms.cookie(form))
                .build();
    }
}
