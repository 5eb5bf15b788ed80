using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;
using Virtuos.Kernel.Web;

namespace Virtuos.Records;

/// <summary>Where a list of what came or went out is taken as a table.</summary>
internal static class TrafficRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/prehled/posta/seznam.csv", async (HttpContext http, ListTraffic act, TimeProvider clock, Texts texts, CancellationToken cancel) =>
    {
        http.Response.Headers.CacheControl = "no-store";
        string? Asked(string name) => http.Request.Query[name];
        var choice = TrafficChoice.Of(Asked("smer"), Asked("od"), Asked("do"), Asked("odbor"), Asked("kanal"), Asked("stav"), Asked("stari"), Prague.Today(clock));
        var result = await act.Run(new(choice, null, ListTraffic.MostAtOnce), cancel);
        if (!result.Succeeded) return result.ToHttp(texts);
        // A table that lies by being cut off would be worse than none.
        if (result.Value.After is not null) return ((Result<Done>)Refusal.Invalid(null, "records.traffic.too-many", ("count", ListTraffic.MostAtOnce))).ToHttp(texts);
        return Results.Bytes([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv(result.Value, texts))], "text/csv; charset=utf-8", choice.Way == TrafficChoice.In ? "doruceno.csv" : "vypraveno.csv");
    }).ExcludeFromDescription();

    private static string Csv(TrafficList list, Texts texts)
    {
        var sent = list.Choice.Way == TrafficChoice.Out;
        var csv = new StringBuilder();
        csv.AppendLine(string.Join(';', ((string[])["records.column.number", "records.column.matter", sent ? "records.outgoing.addressee" : "records.column.party", "records.desk.unit", "records.facts.channel", "records.column.state",
            sent ? "records.outgoing.sent" : "records.traffic.received-on", sent ? "records.traffic.delivered-on" : "records.register.settled", .. sent ? (string[])["records.traffic.postage"] : []]).Select(key => Cell(texts[key]))));
        foreach (var row in list.Rows)
            csv.AppendLine(string.Join(';', ((string?[])[row.Number, row.Matter, row.PartyName, list.People.Unit(row.Unit), texts[TrafficWords.Channel(list.Choice.Way, row.Channel)], texts[TrafficWords.State(list.Choice.Way, row.State)],
                Prague.Day(row.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Ended?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                .. sent ? (string?[])[row.Postage is { } paid ? new Money(paid).ToString() : null] : []]).Select(value => Cell(value ?? ""))));
        return csv.ToString();
    }

    // A name that begins like a formula stays a text in whatever opens the table.
    private static string Cell(string text) => $"\"{(text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>What channels and states are called: of documents when they came, of consignments when they went.</summary>
internal static class TrafficWords
{
    public static string Channel(string way, string channel) => way == TrafficChoice.In ? $"records.channel.{channel}" : $"records.dispatch.channel.{channel.ToLowerInvariant()}";

    public static string State(string way, string state) => way == TrafficChoice.In ? Enum.Parse<DocumentState>(state).TextKey() : $"records.dispatch.state.{state.ToLowerInvariant()}";
}
