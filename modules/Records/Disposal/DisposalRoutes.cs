using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;

namespace Virtuos.Records;

/// <summary>The forecast of disposal as a table for other programs.</summary>
internal static class DisposalRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/stul/skartace.csv", async (HttpContext http, ReadForecast act, Texts texts, CancellationToken cancel) =>
    {
        http.Response.Headers.CacheControl = "no-store";
        var result = await act.Run(new Done(), cancel);
        if (!result.Succeeded) return result.ToHttp(texts);
        return Results.Bytes([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv(result.Value, texts))], "text/csv; charset=utf-8", "skartace.csv");
    }).ExcludeFromDescription();

    private static string Csv(ForecastView view, Texts texts)
    {
        var csv = new StringBuilder();
        csv.AppendLine(string.Join(';', ((string[])["year", "mark", "filing-mark", "group", "files", "held", "documents", "components", "bytes"]).Select(c => Cell(texts[$"records.disposal.column.{c}"]))));
        foreach (var row in view.Rows)
            csv.AppendLine(string.Join(';', ((object[])[row.Year, row.Mark, row.FilingMark, view.Names[row.FilingMark], row.Files, row.Held, row.Documents, row.Components, row.Bytes])
                .Select(v => Cell(Convert.ToString(v, CultureInfo.InvariantCulture)!))));
        return csv.ToString();
    }

    // A name that begins like a formula stays a text in whatever opens the table.
    private static string Cell(string text) => $"\"{(text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
