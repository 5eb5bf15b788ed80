using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;

namespace Virtuos.Directory;

/// <summary>The register for machines: the same as the public pages, as JSON.</summary>
internal static class DirectoryApi
{
    private const string JsonLd = "application/ld+json";

    // Names of the standards are Czech words and stay readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/directory").WithTags("Directory");
        api.MapGet("/municipalities", async (string? q, string? region, string? district, int? type, string? after, string? before, FindMunicipalities act, Texts texts, CancellationToken cancel) =>
            Answer(await act.Run(new(q, region, district, type, after, before), cancel), texts, MunicipalityListJson.Of))
            .WithSummary("Finds municipalities; 50 at a time, the next part by 'after'.").Produces<MunicipalityListJson>();
        api.MapGet("/municipalities/{code}", async (string code, ShowMunicipality act, Texts texts, CancellationToken cancel) => Answer(await act.Run(code, cancel), texts, MunicipalityJson.Of))
            .WithSummary("One municipality: every figure with its source and date.").Produces<MunicipalityJson>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/offices", async (string? q, ListOffices act, Texts texts, CancellationToken cancel) => Answer(await act.Run(q, cancel), texts, rows => rows))
            .WithSummary("Offices connected to this installation.").Produces<IReadOnlyList<OfficeRow>>();
        api.MapGet("/offices/{slug}", async (string slug, ShowOffice act, Texts texts, CancellationToken cancel) => Answer(await act.Run(slug, cancel), texts, OfficeJson.Of))
            .WithSummary("One office: contacts, hours, units with their agendas, officials.").Produces<OfficeJson>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/offices/{slug}/contact", async (string slug, ShowOffice act, Installation installation, Texts texts, CancellationToken cancel) =>
            LinkedData(await act.Run(slug, cancel), texts, view => OfficeOpenData.Contact(view, installation.Address)))
            .WithSummary("Contacts of an office by the open formal standard Kontakty 2020-07-01.").Produces<object>(contentType: JsonLd).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/offices/{slug}/hours", async (string slug, ShowOffice act, Installation installation, Texts texts, CancellationToken cancel) =>
            LinkedData(await act.Run(slug, cancel), texts, view => OfficeOpenData.Hours(view, installation.Address)))
            .WithSummary("Office hours and closures by the open formal standard Časová specifikace 2020-07-01.").Produces<object>(contentType: JsonLd).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult LinkedData(Result<OfficeView> result, Texts texts, Func<OfficeView, JsonNode> shape) =>
        result.Succeeded ? Results.Text(shape(result.Value).ToJsonString(Readable), JsonLd) : result.Refusals.ToHttp(texts);

    private static IResult Answer<T, TJson>(Result<T> result, Texts texts, Func<T, TJson> shape) =>
        result.Succeeded ? Results.Json(shape(result.Value)) : result.Refusals.ToHttp(texts);
}

internal sealed record MunicipalityRowJson(string Code, string Name, string Status, int Type, string District, string Region, int? Population, string? Office);

internal sealed record MunicipalityListJson(int Total, string? Previous, string? Next, IReadOnlyList<MunicipalityRowJson> Municipalities)
{
    public static MunicipalityListJson Of(MunicipalityRows found) => new(found.Total, found.Previous, found.Next,
        [.. found.Rows.Select(r => new MunicipalityRowJson(r.Code, r.Name, r.Status.ToString(), r.Type, r.DistrictName, r.RegionName, r.Population, r.Office))]);
}

internal sealed record FigureJson(string Name, object? Value, string Source, string AsOf);

/// <param name="ValidFrom">From when it holds in the world.</param>
/// <param name="KnownFrom">From when this register knows it.</param>
internal sealed record VersionJson(DateOnly ValidFrom, DateTimeOffset KnownFrom, string Name, int? Population, int Type);

/// <param name="YearlyFee">Of a connected office, in crowns.</param>
internal sealed record MunicipalityJson(string Code, string Name, DateOnly ConfirmedOn, IReadOnlyList<FigureJson> Figures, IReadOnlyList<VersionJson> Versions, string? Office, decimal? YearlyFee)
{
    public static MunicipalityJson Of(MunicipalityView view) => new(
        view.Municipality.Code, view.Municipality.Name, view.ConfirmedOn,
        [.. view.Figures.Select(f => new FigureJson(f.Key, f.Value is MunicipalityStatus status ? status.ToString() : f.Value, f.Source.Source, f.Source.AsOf))],
        [.. view.Versions.Select(v => new VersionJson(v.Municipality.ValidFrom, v.Municipality.KnownFrom, v.Municipality.Name, v.Municipality.Population, v.Municipality.Type))],
        view.Office?.Slug, view.Fee?.Crowns);
}

internal sealed record PersonJson(Guid Id, string Name, string Position, string Email, string Phone);

internal sealed record UnitJson(Guid Id, string Code, string Name, bool FilingRoom, IReadOnlyList<string> Agendas, IReadOnlyList<PersonJson> Officials);

internal sealed record ClosureJson(DateOnly First, DateOnly Last, string Reason);

internal sealed record OfficeJson(
    Guid Id, string Slug, string Name, string Mark, string Municipality, string OrganisationNumber, string Street, string PostalCode, string Town, string Email, string Phone, string? BoxId,
    IReadOnlyList<DayHours> Hours, IReadOnlyList<ClosureJson> Closures, IReadOnlyList<UnitJson> Units)
{
    public static OfficeJson Of(OfficeView view) => new(
        view.Office.Id, view.Office.Slug, view.Office.Name, view.Office.Mark, view.Office.Municipality, view.Office.OrganisationNumber, view.Office.Street, view.Office.PostalCode,
        view.Office.MunicipalityName, view.Office.Email, view.Office.Phone, view.Office.BoxId, view.Office.Hours,
        [.. view.Closures.Select(c => new ClosureJson(c.First, c.Last, c.Reason))],
        [.. view.Units.Select(u => new UnitJson(u.Unit.Id, u.Unit.Code, u.Unit.Name, u.Unit.FilingRoom, u.Agendas,
            [.. u.Officials.Select(o => new PersonJson(o.Id, o.Name, o.Title, o.Email, o.Phone))]))]);
}
