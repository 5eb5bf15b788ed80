using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Identity;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

public sealed class SubstitutionTests : IAsyncLifetime
{
    private readonly Guid office = Guid.CreateVersion7();
    private readonly (Guid One, Guid Two) units = (Guid.CreateVersion7(), Guid.CreateVersion7());
    private Town town = null!;
    private OfficialAppointed head = null!, clerk = null!, other = null!, administrator = null!, foreigner = null!;

    public async ValueTask InitializeAsync()
    {
        town = await IdentityTown.Found();
        head = await town.Appoint("head@town.example", office, units.One, Roles.Head);
        clerk = await town.Appoint("clerk@town.example", office, units.One, Roles.Clerk);
        other = await town.Appoint("other@town.example", office, units.Two, Roles.Clerk);
        administrator = await town.Appoint("admin@town.example", office, units.Two, Roles.Administrator);
        foreigner = await town.Appoint("clerk@elsewhere.example", Guid.CreateVersion7(), Guid.CreateVersion7(), Roles.Head);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_substitute_may_do_the_absent_one_s_work_from_the_first_day_to_the_last()
    {
        var (absent, substitute) = (await town.SignedIn(head.Email), await town.SignedIn(other.Email));
        Assert.Equal("/stul/zastup?stav=ulozeno", (await Set(absent, null, other.Official, "12.3.2026", "13.3.2026")).Location);

        At(new(2026, 3, 11, 12, 0, 0, TimeSpan.Zero));
        var before = await (await town.SignedIn(other.Email)).Caller();
        Assert.Equal([other.Official], before.ActsFor);
        Assert.Equal([units.Two], before.Grants["identity.substitute"]!);
        Assert.False(before.Grants.ContainsKey("identity.substitute-others"));

        // The first moment of the first day is in Prague.
        At(new(2026, 3, 11, 23, 1, 0, TimeSpan.Zero));
        substitute = await town.SignedIn(other.Email);
        var during = await substitute.Caller();
        Assert.Equal([other.Official, head.Official], during.ActsFor.OrderBy(a => a != other.Official));
        Assert.Equal([units.One], during.Grants["identity.substitute-others"]!);
        Assert.Equal(new[] { units.One, units.Two }.Order(), during.Grants["identity.substitute"]!.Order());
        var today = await town.As(office, scope => scope.GetRequiredService<IAccounts>().SubstitutesToday(office, CancellationToken.None));
        Assert.Equal([other.Official], today[head.Official]);

        At(new(2026, 3, 13, 22, 59, 0, TimeSpan.Zero));
        substitute = await town.SignedIn(other.Email);
        Assert.Equal(2, (await substitute.Caller()).ActsFor.Count);
        At(new(2026, 3, 13, 23, 1, 0, TimeSpan.Zero));
        Assert.Single((await substitute.Caller()).ActsFor);
        Assert.Empty(await town.As(office, scope => scope.GetRequiredService<IAccounts>().SubstitutesToday(office, CancellationToken.None)));
    }

    [Fact]
    public async Task Running_the_office_is_not_handed_over()
    {
        await Set(await town.SignedIn(administrator.Email), null, clerk.Official, "10.3.2026", "12.3.2026");
        var seen = await (await town.SignedIn(clerk.Email)).Caller();
        Assert.Contains(administrator.Official, seen.ActsFor);
        Assert.False(seen.Grants.ContainsKey("identity.see-roles"));
    }

    [Fact]
    public async Task A_substitution_ends_at_once_when_its_maker_says_so()
    {
        var (absent, substitute) = (await town.SignedIn(clerk.Email), await town.SignedIn(other.Email));
        await Set(absent, null, other.Official, "10.3.2026", "20.3.2026");
        Assert.Equal(2, (await substitute.Caller()).ActsFor.Count);
        Assert.Equal("/stul/zastup?stav=konec", (await absent.Post("/stul/zastup/ukoncit", ("Substitution", await First(absent)))).Location);
        Assert.Single((await substitute.Caller()).ActsFor);
    }

    [Fact]
    public async Task Two_substitutes_on_one_day_are_refused_even_when_both_are_saved_at_once()
    {
        var browsers = new List<HttpClient>();
        for (var i = 0; i < 6; i++) browsers.Add(await town.SignedIn(clerk.Email));
        var answers = await Task.WhenAll(browsers.Select((b, i) => Set(b, null, i % 2 == 0 ? other.Official : head.Official, $"{10 + i}.3.2026", "20.3.2026")));
        Assert.Single(answers, a => a.Status == HttpStatusCode.SeeOther);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.SeeOther), a => Assert.Equal(HttpStatusCode.Conflict, a.Status));
        Assert.Equal(HttpStatusCode.SeeOther, (await Set(browsers[0], null, other.Official, "21.3.2026", "22.3.2026")).Status);
    }

    [Fact]
    public async Task A_head_sets_it_for_their_people_the_administrator_for_all_and_a_clerk_for_nobody_else()
    {
        Assert.Equal(HttpStatusCode.SeeOther, (await Set(await town.SignedIn(head.Email), clerk.Official, other.Official, "10.3.2026", "11.3.2026")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Set(await town.SignedIn(head.Email), other.Official, clerk.Official, "10.3.2026", "11.3.2026")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await Set(await town.SignedIn(administrator.Email), other.Official, head.Official, "12.3.2026", "13.3.2026")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Set(await town.SignedIn(clerk.Email), head.Official, other.Official, "10.3.2026", "11.3.2026")).Status);
    }

    [Fact]
    public async Task Another_office_does_not_exist_here()
    {
        var browser = await town.SignedIn(foreigner.Email);
        var missing = await Set(browser, Guid.CreateVersion7(), foreigner.Official, "10.3.2026", "11.3.2026");
        var foreign = await Set(browser, clerk.Official, foreigner.Official, "10.3.2026", "11.3.2026");
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Equal(missing.Status, foreign.Status);

        var unknown = await Set(browser, null, Guid.CreateVersion7(), "10.3.2026", "11.3.2026");
        var substitute = await Set(browser, null, clerk.Official, "10.3.2026", "11.3.2026");
        Assert.Contains("ze svého úřadu", unknown.Body);
        Assert.Equal(Without(unknown.Body), Without(substitute.Body));

        var mine = await town.SignedIn(clerk.Email);
        await Set(mine, null, other.Official, "10.3.2026", "11.3.2026");
        var line = await First(mine);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Post("/stul/zastup/ukoncit", ("Substitution", line))).Status);
        var page = (await browser.Get("/stul/zastup")).Body;
        Assert.DoesNotContain(clerk.Official.ToString(), page);
        Assert.DoesNotContain(line, page);

        static string Without(string body) => Regex.Replace(body, "[0-9a-f]{8}-[0-9a-f-]{27}", "");
    }

    [Theory]
    [InlineData("", "11.3.2026", "Zadejte první den")]
    [InlineData("10.3.2026", "", "Zadejte poslední den")]
    [InlineData("9.3.2026", "11.3.2026", "dnes nebo později")]
    [InlineData("12.3.2026", "11.3.2026", "stejný jako první")]
    [InlineData("10.3.2026", "11.3.2028", "nejvýše rok")]
    [InlineData("31.2.2026", "11.3.2026", "Zadejte první den")]
    public async Task Days_that_make_no_sense_are_refused_and_kept_in_the_form(string first, string last, string reason)
    {
        var answer = await Set(await town.SignedIn(clerk.Email), null, other.Official, first, last);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(reason, answer.Body);
        Assert.Contains($"<option value=\"{other.Official}\" selected>", answer.Body);
    }

    [Fact]
    public async Task Nobody_substitutes_themselves_nor_while_being_away()
    {
        var browser = await town.SignedIn(clerk.Email);
        Assert.Contains("sám sebe", (await Set(browser, null, clerk.Official, "10.3.2026", "11.3.2026")).Body);
        await Set(await town.SignedIn(other.Email), null, head.Official, "10.3.2026", "15.3.2026");
        Assert.Contains("sám zastupován", (await Set(browser, null, other.Official, "14.3.2026", "20.3.2026")).Body);
    }

    [Fact]
    public async Task The_matrix_of_roles_is_for_the_administrator()
    {
        var page = await (await town.SignedIn(administrator.Email)).Get("/sprava/role");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Vedoucí odboru", page.Body);
        Assert.Contains("Vidět, kdo co smí", page.Body);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await town.SignedIn(clerk.Email)).Get("/sprava/role")).Status);
    }

    private void At(DateTimeOffset moment) => town.Clock.Set(moment);

    private static Task<Answer> Set(HttpClient browser, Guid? absent, Guid substitute, string first, string last) => browser.Post("/stul/zastup",
        [.. absent is { } one ? [("Absent", one.ToString())] : Array.Empty<(string, string)>(), ("Substitute", substitute.ToString()), ("FirstDay", first), ("LastDay", last)]);

    private static async Task<string> First(HttpClient browser) => Regex.Match((await browser.Get("/stul/zastup")).Body, "name=\"Substitution\" value=\"([^\"]+)\"").Groups[1].Value;
}
