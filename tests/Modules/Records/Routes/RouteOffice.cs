using AngleSharp.Html.Dom;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Routes;

/// <summary>An office whose administrator sets routes by the form, and whose people approve along them.</summary>
internal sealed class RouteOffice(OfficeTown room)
{
    public OwnDesk Desk { get; } = new(room, room.Offices.First);

    public OfficeTown Room => room;

    public string Person(string name) => $"person:{room.Offices.Who(Desk.Office, name).Id}";

    /// <summary>Sends the form of a route; a step is its name, its mode and its seats.</summary>
    public async Task<(int Status, string Body)> Set(string name, (string Name, string Mode, string[] Who)[] steps, string? id = null, params (string, string)[] more)
    {
        List<KeyValuePair<string, string>> fields = [new("Name", name), new("FirstDay", "2026-01-01")];
        foreach (var (step, at) in steps.Select((s, at) => (s, at)))
        {
            fields.AddRange([new($"StepName{at}", step.Name), new($"StepMode{at}", step.Mode)]);
            fields.AddRange(step.Who.Select((who, seat) => new KeyValuePair<string, string>($"Who{at}-{seat}", who)));
        }
        fields.RemoveAll(f => more.Any(m => m.Item1 == f.Key));
        fields.AddRange(more.Select(m => new KeyValuePair<string, string>(m.Item1, m.Item2)));
        using var answer = await Desk.Browser("Správce").PostAsync("/sprava/schvalovani/trasa" + (id is null ? "" : $"/{id}"), new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The page on which the approver decides.</summary>
    public Task<IHtmlDocument> Asked(string name, Guid own) => Page(Desk.Browser(name), $"/stul/schvalovani/{own}");

    public async Task<IHtmlDocument> Agree(string name, Guid own, string? opinion = null) =>
        await Press(Desk.Browser(name), await Asked(name, own), "Souhlasím, poslat dál", opinion is null ? [] : [("Opinion", opinion)]);

    /// <summary>What the approver's page of waiting texts lists.</summary>
    public async Task<int> Waiting(string name) => (await Page(Desk.Browser(name), "/stul/schvalovani")).QuerySelectorAll("main ul.asked > li").Length;

    public Task<List<string>> Tasks(Guid own) =>
        room.Rows($"select assignee_name || ' ' || state from records.approval_task where document = '{own}' order by turn, step, opened_at, id", r => r.GetString(0));
}
