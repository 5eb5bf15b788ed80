using System.Net;
using Virtuos.Contracts.Directory;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

[Contract("A12")]
public sealed class OfficialsTests : IAsyncLifetime
{
    private const string List = "/sprava/uredni-osoby";

    private Town town = null!;
    private HttpClient administrator = null!;

    public async ValueTask InitializeAsync()
    {
        town = await Town.Found();
        administrator = await town.SignedIn(Town.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await town.DisposeAsync();
    }

    [Fact]
    public async Task An_administrator_appoints_changes_and_lets_go()
    {
        var (unit, other) = (await Unit("finance"), await Unit("transport"));
        Assert.Equal($"{List}?hotovo=appointed", await Send($"{List}/nova", Person("Nová Kolegyně", "nova@chomutov.example.cz", unit)));
        var official = await Find("nova@chomutov.example.cz");
        Assert.Equal(("Nová Kolegyně", unit, "+420 474 637 111"), (official.Name, official.Unit, official.Phone.Replace('\u00a0', ' ')));
        await town.Settle();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from identity.account where id = $1", official.Id));

        var version = await Version(official.Id);
        Assert.Equal($"{List}?hotovo=changed", await Send($"{List}/{official.Id}", [.. Person("Nová Jinak", "nova@chomutov.example.cz", other), ("version", version), ("roles", Roles.Head)]));
        official = await Find("nova@chomutov.example.cz");
        Assert.Equal(("Nová Jinak", other), (official.Name, official.Unit));
        Assert.Equal([Roles.Clerk, Roles.Head], official.Roles);

        // Somebody else saw the state before.
        using var stale = await administrator.PostAsync($"{List}/{official.Id}", DirectoryActs.Form([.. Person("Přepsaná", "nova@chomutov.example.cz", unit), ("version", version)]), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);

        Assert.Equal($"{List}?hotovo=left", await Send($"{List}/{official.Id}/odchod", ("version", await Version(official.Id))));
        Assert.DoesNotContain(await town.Ask(async d => await d.Officials(official.Office, DirectoryActs.Cancel)), o => o.Id == official.Id);
        var left = (await town.Ask(d => d.Official(official.Id, DirectoryActs.Cancel)))!;
        Assert.Equal("Nová Jinak", left.Name);
        Assert.Empty(left.Roles);
        await town.Settle();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from identity.account where id = $1 and disabled_at is not null", official.Id));

        // Who comes back is the same person.
        Assert.Equal($"{List}?hotovo=appointed", await Send($"{List}/nova", Person("Nová Zpět", "NOVA@chomutov.example.cz", unit)));
        Assert.Equal(official.Id, (await Find("nova@chomutov.example.cz")).Id);
        Assert.True(await town.Scalar<long>("select count(*) from kernel.ledger where thing = $1 and actor is not null", official.Id) >= 4);
        await administrator.Page(List);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        using var answer = await administrator.PostAsync($"{List}/nova", DirectoryActs.Form(("name", "\u202e7"), ("email", "bez zavináče"), ("phone", "x"), ("unit", ""), ("title", ""), ("roles", "king")), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Read();
        Assert.Equal(6, page.QuerySelectorAll(".errors a, .error-summary a, [role=alert] a").Length);
        Assert.Equal("bez zavináče", page.QuerySelector("input[name=email]")!.GetAttribute("value"));
        using var taken = await administrator.PostAsync($"{List}/nova", DirectoryActs.Form(Person("Dvojnice", Town.Clerk, await Unit("finance"))), DirectoryActs.Cancel);
        Assert.Contains("už má jiná úřední osoba", await taken.Content.ReadAsStringAsync(DirectoryActs.Cancel));
        using var elsewhere = await administrator.PostAsync($"{List}/nova", DirectoryActs.Form(Person("Dvojnice", Town.OtherOffice, await Unit("finance"))), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, elsewhere.StatusCode);
    }

    [Fact]
    public async Task An_office_keeps_its_last_administrator_even_when_two_leave_at_once()
    {
        var me = await Find(Town.Administrator);
        using (var alone = await administrator.PostAsync($"{List}/{me.Id}/odchod", DirectoryActs.Form(("version", await Version(me.Id))), DirectoryActs.Cancel))
            Assert.Equal(HttpStatusCode.Conflict, alone.StatusCode);
        using (var demoted = await administrator.PostAsync($"{List}/{me.Id}", DirectoryActs.Form([.. Person(me.Name, me.Email, me.Unit), ("version", await Version(me.Id))]), DirectoryActs.Cancel))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, demoted.StatusCode);

        await Send($"{List}/nova", [.. Person("Druhá Správkyně", "druha@chomutov.example.cz", me.Unit), ("roles", Roles.Administrator)]);
        var second = await Find("druha@chomutov.example.cz");
        var versions = (await Version(me.Id), await Version(second.Id));
        var answers = await Task.WhenAll(
            administrator.PostAsync($"{List}/{me.Id}/odchod", DirectoryActs.Form(("version", versions.Item1)), DirectoryActs.Cancel),
            administrator.PostAsync($"{List}/{second.Id}/odchod", DirectoryActs.Form(("version", versions.Item2)), DirectoryActs.Cancel));
        Assert.Equal([HttpStatusCode.Found, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from directory.official where office = $1 and left_on is null and 'administrator' = any(roles)", me.Office));
    }

    [Fact]
    public async Task A_vacant_position_is_filled_by_one_of_two_at_once()
    {
        var clerk = await Find(Town.Clerk);
        await Send($"{List}/{clerk.Id}/odchod", ("version", await Version(clerk.Id)));
        var link = (await administrator.Page(List)).QuerySelector($"a[href^='{List}/nova?misto=']")!.GetAttribute("href")!;
        var page = await administrator.Page(link);
        Assert.Equal("referent místních poplatků", page.QuerySelector("input[name=title]")!.GetAttribute("value"));
        var position = page.QuerySelector("input[name=position]")!.GetAttribute("value")!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => administrator.PostAsync($"{List}/nova",
            DirectoryActs.Form([.. Person($"Uchazeč {i}", $"uchazec{i}@chomutov.example.cz", clerk.Unit), ("position", position)]), DirectoryActs.Cancel)));
        Assert.Equal([HttpStatusCode.Found, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
    }

    [Fact]
    public async Task People_of_another_office_cannot_be_told_from_nobody()
    {
        var foreign = await Find(Town.OtherOffice);
        var nobody = Guid.CreateVersion7();
        var unit = await Unit("finance");
        Assert.Equal(Untraced((await administrator.Get($"{List}/{nobody}")).Text), Untraced((await administrator.Get($"{List}/{foreign.Id}")).Text));
        foreach (var id in (Guid[])[nobody, foreign.Id])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await administrator.Get($"{List}/{id}")).Status);
            using var change = await administrator.PostAsync($"{List}/{id}", DirectoryActs.Form([.. Person("Cizí", "cizi@example.cz", unit), ("version", "1")]), DirectoryActs.Cancel);
            Assert.Equal(HttpStatusCode.NotFound, change.StatusCode);
            using var end = await administrator.PostAsync($"{List}/{id}/odchod", DirectoryActs.Form(("version", "1")), DirectoryActs.Cancel);
            Assert.Equal(HttpStatusCode.NotFound, end.StatusCode);
        }
        // Nor can somebody be put into a foreign unit.
        using var there = await administrator.PostAsync($"{List}/nova", DirectoryActs.Form(Person("Vetřelec", "vetrelec@example.cz", foreign.Unit)), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, there.StatusCode);
    }

    [Fact]
    public async Task Only_the_administrator_comes_here()
    {
        using var nobody = town.Browser();
        Assert.Equal(HttpStatusCode.Found, (await nobody.Get(List)).Status);
        using var clerk = await town.SignedIn(Town.Clerk);
        var me = await Find(Town.Clerk);
        foreach (var path in (string[])[List, $"{List}/nova", $"{List}/{me.Id}"]) Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Get(path)).Status);
        using var answer = await clerk.PostAsync($"{List}/nova", DirectoryActs.Form(Person("Kamarád", "kamarad@example.cz", me.Unit)), DirectoryActs.Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    // Each answer carries a number by which the operator finds it in the log.
    private static string Untraced(string text) => System.Text.RegularExpressions.Regex.Replace(text, "[0-9A-Z]{13}:[0-9A-F]{8}", "");

    private static (string, string)[] Person(string name, string email, Guid unit) =>
        [("name", name), ("email", email), ("phone", "474 637 111"), ("unit", unit.ToString()), ("title", "referentka"), ("roles", Roles.Clerk)];

    private async Task<string?> Send(string path, params (string, string)[] fields)
    {
        using var answer = await administrator.PostAsync(path, DirectoryActs.Form(fields), DirectoryActs.Cancel);
        return answer.Headers.Location?.ToString() ?? $"{(int)answer.StatusCode}";
    }

    private async Task<string> Version(Guid official) => (await administrator.Page($"{List}/{official}")).QuerySelector("input[name=version]")!.GetAttribute("value")!;

    private Task<OfficialCard> Find(string email) => town.Ask(async d =>
    {
        var id = await town.Scalar<Guid>("select id from directory.official where email = $1", email);
        return (await d.Official(id, DirectoryActs.Cancel))!;
    });

    private async Task<Guid> Unit(string code) => await town.Scalar<Guid>("select u.id from directory.unit u join directory.office o on o.id = u.office where o.slug = 'chomutov' and u.code = $1", code);
}
