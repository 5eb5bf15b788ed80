using System.Net;
using Virtuos.Contracts.Directory;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

public sealed class SigningInTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly Guid office = Guid.CreateVersion7();
    private Town town = null!;
    private OfficialAppointed clerk = null!;

    public async ValueTask InitializeAsync()
    {
        town = await Town.Found();
        clerk = await town.Appoint("clerk@town.example", office, Guid.CreateVersion7(), Roles.Clerk);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task Right_password_gives_a_cookie_that_scripts_cannot_read_and_leads_where_the_person_was_going()
    {
        var browser = town.Browser();
        using var answer = await browser.PostAsync("/prihlaseni", IdentityTown.Form(("Email", " Clerk@Town.Example "), ("Password", Town.Password), ("ReturnUrl", "/stul?x=1")), Cancel);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/stul?x=1", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        Assert.Contains("path=/", cookie);
    }

    [Fact]
    public async Task A_reader_without_an_account_gets_no_cookie()
    {
        using var answer = await town.Browser().GetAsync("/prihlaseni", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
