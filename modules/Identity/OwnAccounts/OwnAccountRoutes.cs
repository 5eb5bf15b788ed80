using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Ui;
using Virtuos.Identity.OwnAccounts;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

/// <summary>Where the forms of one's own account are sent.</summary>
internal static class OwnAccountRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ucet/jmeno", Name).BeforePages();
        routes.MapPost("/ucet/email", Email).BeforePages();
        routes.MapPost("/ucet/email/potvrzeni", NewEmail).BeforePages();
        routes.MapPost("/ucet/heslo", Password).BeforePages();
        routes.MapPost("/ucet/relace/ukoncit", End).BeforePages();
    }

    private static async Task<IResult> Name(HttpContext http, ChangeName act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Name"].ToString()), cancel);
        return result.Succeeded ? pages.Go("/ucet?stav=jmeno") : pages.Again<NamePage>(result.Refusals, (nameof(NamePage.Name), form["Name"].ToString()));
    }

    private static async Task<IResult> Email(HttpContext http, ChangeEmail act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Email"].ToString(), form["Password"].ToString(), Visitor.Of(http)), cancel);
        return result.Succeeded ? pages.Go("/ucet?stav=email") : pages.Again<EmailPage>(result.Refusals, (nameof(EmailPage.Email), form["Email"].ToString()));
    }

    private static async Task<IResult> NewEmail(HttpContext http, ConfirmNewEmail act, Caller caller, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Token"].ToString()), cancel);
        if (!result.Succeeded) return pages.Again<ConfirmNewEmailPage>(result.Refusals, (nameof(ConfirmNewEmailPage.Given), form["Token"].ToString()));
        return pages.Go(caller.Person is null ? "/prihlaseni?stav=email" : "/ucet?stav=novy-email");
    }

    private static async Task<IResult> Password(HttpContext http, ChangePassword act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Password"].ToString(), form["NewPassword"].ToString(), Visitor.Of(http)), cancel);
        return result.Succeeded ? pages.Go("/ucet?stav=heslo") : pages.Again<PasswordPage>(result.Refusals);
    }

    private static async Task<IResult> End(HttpContext http, EndSession act, Installation installation, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var one = Guid.TryParse(form["Session"], out var session);
        var result = await act.Run(new(one ? session : null), cancel);
        if (one) return result.Succeeded ? pages.Go("/ucet?stav=relace") : Results.NotFound();
        SessionCookie.Forget(http, installation);
        return pages.Go("/odhlaseni");
    }
}
