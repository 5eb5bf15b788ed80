using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Ui;
using Virtuos.Identity.Registration;
using Virtuos.Kernel.Language;

namespace Virtuos.Identity;

/// <summary>Where the forms of registration and forgotten passwords are sent.</summary>
internal static class RegistrationRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/registrace", NewCitizen).BeforePages();
        routes.MapPost("/registrace/potvrzeni", Confirm).BeforePages();
        routes.MapPost("/prihlaseni/zapomenute-heslo", Forgotten).BeforePages();
        routes.MapPost("/prihlaseni/nove-heslo", NewPassword).BeforePages();
    }

    private static async Task<IResult> NewCitizen(HttpContext http, Register act, PageAnswers pages, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Name"].ToString(), form["Email"].ToString(), form["Password"].ToString(), texts.Language, Visitor.Of(http)), cancel);
        return result.Succeeded
            ? pages.Go("/registrace/odeslano")
            : pages.Again<RegisterPage>(result.Refusals, (nameof(RegisterPage.Name), form["Name"].ToString()), (nameof(RegisterPage.Email), form["Email"].ToString()));
    }

    private static async Task<IResult> Confirm(HttpContext http, ConfirmEmail act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Token"].ToString(), form["Password"].ToString(), Visitor.Of(http)), cancel);
        if (!result.Succeeded) return pages.Again<ConfirmPage>(result.Refusals, (nameof(ConfirmPage.Given), form["Token"].ToString()));
        pages.Remember(http, result.Value.Token);
        return pages.Go(SignInRoutes.Home(result.Value.Kind));
    }

    private static async Task<IResult> Forgotten(HttpContext http, AskForNewPassword act, PageAnswers pages, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Email"].ToString(), texts.Language, Visitor.Of(http)), cancel);
        return result.Succeeded ? pages.Go("/prihlaseni/odeslano") : pages.Again<ForgottenPasswordPage>(result.Refusals, (nameof(ForgottenPasswordPage.Email), form["Email"].ToString()));
    }

    private static async Task<IResult> NewPassword(HttpContext http, ChooseNewPassword act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Token"].ToString(), form["Password"].ToString()), cancel);
        return result.Succeeded ? pages.Go("/prihlaseni?stav=nove-heslo") : pages.Again<NewPasswordPage>(result.Refusals, (nameof(NewPasswordPage.Given), form["Token"].ToString()));
    }
}
