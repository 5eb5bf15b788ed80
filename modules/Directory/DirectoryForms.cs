using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Directory.Officials;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Ui;

namespace Virtuos.Directory;

/// <summary>Where the forms of the administration are sent.</summary>
internal static class DirectoryForms
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sprava/uredni-osoby/nova", Appoint).BeforePages();
        routes.MapPost("/sprava/uredni-osoby/{id:guid}", Change).BeforePages();
        routes.MapPost("/sprava/uredni-osoby/{id:guid}/odchod", End).BeforePages();
        routes.MapPost("/sprava/urady/pripojit/{code}", Open).BeforePages();
        routes.MapPost("/sprava/urad", ChangeOwn).BeforePages();
        routes.MapPost("/sprava/urad/zavreno", Announce).BeforePages();
        routes.MapPost("/sprava/urad/zavreno/{id:guid}/zrusit", Withdraw).BeforePages();
    }

    private static async Task<IResult> Appoint(HttpContext http, AppointOfficial act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var position = Guid.TryParse(form["position"], out var id) ? id : (Guid?)null;
        var result = await act.Run(new(Official(form), position), cancel);
        return result.Succeeded ? Results.LocalRedirect("/sprava/uredni-osoby?hotovo=appointed") : Again<AppointPage>(result.Refusals, form, texts);
    }

    private static async Task<IResult> Change(Guid id, HttpContext http, ChangeOfficial act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(id, Version(form), Official(form)), cancel);
        return result.Succeeded ? Results.LocalRedirect("/sprava/uredni-osoby?hotovo=changed") : Again<OfficialPage>(result.Refusals, form, texts, ("Id", id));
    }

    private static async Task<IResult> End(Guid id, HttpContext http, EndService act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(id, Version(form)), cancel);
        return result.Succeeded ? Results.LocalRedirect("/sprava/uredni-osoby?hotovo=left") : Again<OfficialPage>(result.Refusals, null, texts, ("Id", id));
    }

    private static async Task<IResult> Open(string code, HttpContext http, OpenOffice act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new OpenOfficeInput(code)
        {
            Name = Given(form, "name"),
            Slug = Given(form, "slug"),
            Mark = Given(form, "mark"),
            OrganisationNumber = Given(form, "organisationNumber"),
            Street = Given(form, "street"),
            PostalCode = Given(form, "postalCode"),
            Email = Given(form, "email"),
            Phone = Given(form, "phone"),
            BoxId = Given(form, "boxId"),
            Administrator = new(form["administrator.name"].ToString(), form["administrator.email"].ToString()),
        }, cancel);
        return result.Succeeded ? Results.LocalRedirect($"/sprava/urady?hotovo={result.Value.Slug}") : Again<OpenOfficePage>(result.Refusals, form, texts, ("Code", code));
    }

    private static async Task<IResult> ChangeOwn(HttpContext http, ChangeOffice act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var hours = OfficeHours.Week.ToDictionary(d => d, d => form[$"hours.{d}"].ToString());
        var result = await act.Run(new(Version(form), form["street"].ToString(), form["postalCode"].ToString(), form["email"].ToString(), form["phone"], form["boxId"], hours, form["media"]), cancel);
        return result.Succeeded ? Results.LocalRedirect("/sprava/urad?hotovo=changed") : Again<OwnOfficePage>(result.Refusals, form, texts);
    }

    private static async Task<IResult> Announce(HttpContext http, AnnounceClosure act, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var last = DateAnswer.Read(form, "last");
        // A last day that is no date is wrong, not missing.
        var result = await act.Run(new(DateAnswer.Read(form, "first").Date, last.IsEmpty ? null : last.Date ?? DateOnly.MinValue, form["reason"].ToString()), cancel);
        return result.Succeeded ? Results.LocalRedirect("/sprava/urad?hotovo=announced") : Again<OwnOfficePage>(result.Refusals, form, texts);
    }

    private static async Task<IResult> Withdraw(Guid id, WithdrawClosure act, Texts texts, CancellationToken cancel)
    {
        var result = await act.Run(id, cancel);
        return result.Succeeded ? Results.LocalRedirect("/sprava/urad?hotovo=withdrawn") : Again<OwnOfficePage>(result.Refusals, null, texts);
    }

    private static OfficialInput Official(IFormCollection form) => new(
        form["name"].ToString(), form["email"].ToString(), form["phone"].ToString(), Guid.TryParse(form["unit"], out var unit) ? unit : null, form["title"].ToString(),
        [.. form["roles"].OfType<string>()]);

    private static uint Version(IFormCollection form) => uint.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static string? Given(IFormCollection form, string field) => form[field].ToString() is { Length: > 0 } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>The form once more with what was typed and what is wrong; or the page that answers those who may not come here.</summary>
    private static RazorComponentResult Again<TPage>(IReadOnlyList<Refusal> refusals, IFormCollection? form, Texts texts, params (string Name, object Value)[] parameters) where TPage : IComponent
    {
        if (refusals[0].Kind is RefusalKind.SignIn or RefusalKind.Forbidden or RefusalKind.NotFound)
            return new RazorComponentResult<Refused>(new Dictionary<string, object?> { [nameof(Refused.By)] = refusals });
        var all = parameters.ToDictionary(p => p.Name, p => (object?)p.Value);
        all["Errors"] = refusals.ToErrors(texts);
        // Over a state that somebody else changed nothing typed is laid: the new state is shown.
        if (form is not null && refusals[0].Code != "kernel.stale-version") all["Typed"] = form.ToDictionary(f => f.Key, f => string.Join(' ', f.Value.ToArray()));
        return new RazorComponentResult<TPage>(all) { StatusCode = refusals[0].Kind.Status() };
    }
}
