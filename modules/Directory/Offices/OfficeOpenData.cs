using System.Text.Json.Nodes;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Directory.Offices;

/// <summary>An office by the open formal standards of 2020-07-01: Kontakty and Časová specifikace (JSON-LD).</summary>
internal static class OfficeOpenData
{
    private const string Standards = "https://ofn.gov.cz";
    private const string WeekDays = "https://data.mvcr.gov.cz/zdroj/číselníky/dny-v-týdnu/položky/";

    private static readonly string[] DayNames = ["neděle", "pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota"];

    /// <param name="address">Address of the installation, without a slash at the end.</param>
    public static JsonObject Contact(OfficeView view, string address)
    {
        var office = view.Office;
        var contact = new JsonObject
        {
            ["@context"] = $"{Standards}/kontakty/2020-07-01/kontexty/kontakt.jsonld",
            ["typ"] = "Kontakt",
            ["iri"] = $"{address}/api/directory/offices/{office.Slug}/contact",
            ["název"] = new JsonObject { ["cs"] = office.Name },
            ["druh"] = new JsonObject { ["cs"] = "Podatelna", ["en"] = "Filing room" },
            ["email"] = $"mailto:{office.Email}",
            ["url"] = $"{address}/urad/{office.Slug}",
        };
        if (office.Phone.Length > 0) contact["telefon"] = $"tel:{office.Phone}";
        if (office.BoxId is { } box) contact["idds"] = box;
        return contact;
    }

    /// <summary>The weekly hours, one specification a day, each with the closures as exceptions.</summary>
    public static JsonArray Hours(OfficeView view, string address) => new([.. view.Office.Hours.Select(day => (JsonNode)new JsonObject
    {
        ["@context"] = $"{Standards}/časová-specifikace/2020-07-01/kontexty/časová-specifikace.jsonld",
        ["typ"] = "Časová specifikace",
        ["iri"] = $"{address}/api/directory/offices/{view.Office.Slug}/hours#{DayNames[(int)day.Day]}",
        ["den_v_týdnu"] = new JsonArray(WeekDays + DayNames[(int)day.Day]),
        ["časová_doba"] = new JsonArray([.. day.Times.Select(t => (JsonNode)new JsonObject { ["typ"] = "Časová doba", ["od"] = $"{t.From:HH\\:mm\\:ss}", ["do"] = $"{t.To:HH\\:mm\\:ss}" })]),
        ["výjimka"] = new JsonArray([.. view.Closures.Select(Exception)]),
    })]);

    private static JsonNode Exception(Closure closure) => new JsonObject
    {
        ["typ"] = "Časová specifikace",
        ["popis"] = new JsonObject { ["cs"] = closure.Reason },
        ["časový_interval"] = new JsonObject
        {
            ["typ"] = "Časový interval",
            ["začátek"] = Moment(Prague.Start(closure.First)),
            ["konec"] = Moment(Prague.Start(closure.Last.AddDays(1)).AddSeconds(-1)),
        },
    };

    private static JsonObject Moment(DateTimeOffset at) => new() { ["typ"] = "Časový okamžik", ["datum_a_čas"] = $"{Prague.Local(at):yyyy-MM-ddTHH:mm:sszzz}" };
}
