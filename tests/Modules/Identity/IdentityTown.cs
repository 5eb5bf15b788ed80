using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Identity;
using Virtuos.Kernel;
using Virtuos.Kernel.Outbox;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

/// <summary>What the recognition made of a request, told by an address that only these tests have.</summary>
internal sealed record SeenCaller(string Kind, Guid? Person, Guid? Office, Guid? Unit, List<Guid> ActsFor, Dictionary<string, List<Guid>?> Grants);

/// <summary>A town whose people these tests make themselves, arriving as the directory would tell.</summary>
internal static partial class IdentityTown
{
    private const string CallerPath = "/test/caller";

    public static Task<Town> Found() => Town.Found(Adjust);

    /// <summary>Without the demo's leniency: officials owe a second factor.</summary>
    public static Task<Town> Strict() => Town.Found(Adjust, i => i.Demo = false);

    public static async Task<OfficialAppointed> Appoint(this Town town, string email, Guid office, Guid unit, params string[] roles)
    {
        var message = new OfficialAppointed(Guid.CreateVersion7(), office, unit, $"Official {email.Split('@')[0]}", email, roles, Town.Password);
        await town.Tell(message);
        return message;
    }

    public static Task Tell(this Town town, OfficialAppointed message) => town.Handle(message.Office, all => all.GetRequiredService<OpenOfficialAccount>().Handle(message, CancellationToken.None));

    public static Task Tell(this Town town, OfficialLeft message) => town.Handle(message.Office, all => all.GetRequiredService<CloseOfficialAccount>().Handle(message, CancellationToken.None));

    /// <summary>An operator of the installation besides the demo's.</summary>
    public static async Task<Guid> Operator(this Town town, string email)
    {
        var made = await town.As(null, all => all.GetRequiredService<CreateOperator>().Run(new("Operator", email, Town.Password), CancellationToken.None));
        return made.Value;
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    public static async Task<Answer> Post(this HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using var content = Form(fields);
        using var answer = await browser.PostAsync(path, content, TestContext.Current.CancellationToken);
        return await Answer.Of(answer);
    }

    public static async Task<Answer> Get(this HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path, TestContext.Current.CancellationToken);
        return await Answer.Of(answer);
    }

    public static Task<Answer> SignIn(this HttpClient browser, string email, string password = Town.Password) => browser.Post("/prihlaseni", ("Email", email), ("Password", password));

    public static async Task<bool> IsSignedIn(this HttpClient browser) => (await browser.Get("/ucet")).Status == HttpStatusCode.OK;

    public static async Task<SeenCaller> Caller(this HttpClient browser) => JsonSerializer.Deserialize<SeenCaller>((await browser.Get(CallerPath)).Body)!;

    /// <summary>A browser somewhere else in the world.</summary>
    public static HttpClient BrowserAt(this Town town, string network)
    {
        var browser = town.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", network);
        return browser;
    }

    /// <summary>The letters ordered so far for an address, oldest first.</summary>
    public static async Task<List<MailOrdered>> Letters(this Town town, string to)
    {
        var bodies = await town.Scalar<string[]>("select array(select body::text from kernel.outbox where type = $1 and body ->> 'To' = $2 order by id)", typeof(MailOrdered).FullName!, to);
        return [.. bodies!.Select(b => JsonSerializer.Deserialize<MailOrdered>(b)!)];
    }

    /// <summary>Path and query of the link in the last letter to the address.</summary>
    public static async Task<string> LinkTo(this Town town, string to) => new Uri(Link().Match((await town.Letters(to))[^1].Text).Value).PathAndQuery;

    public static string TokenOf(string link) => link[(link.IndexOf("odkaz=", StringComparison.Ordinal) + 6)..];

    /// <summary>Switches the application on as the person in the browser and returns its secret and the recovery codes shown.</summary>
    public static async Task<(byte[] Secret, List<string> Codes)> AddAuthenticator(this Town town, HttpClient browser)
    {
        var page = (await browser.Get("/ucet/zabezpeceni/aplikace")).Body;
        var secret = FromBase32(Regex.Match(page, "data-copy[^>]*>([A-Z2-7 ]+)<").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        var shown = await browser.Post("/ucet/zabezpeceni/aplikace", ("Code", Totp.Code(secret, Totp.StepAt(town.Clock.GetUtcNow()))));
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        town.Clock.Advance(TimeSpan.FromSeconds(60));
        return (secret, [.. Regex.Matches(shown.Body, "<code>([a-z0-9-]+)</code>").Select(m => m.Groups[1].Value)]);
    }

    public static string CodeNow(this Town town, byte[] secret) => Totp.Code(secret, Totp.StepAt(town.Clock.GetUtcNow()));

    private static byte[] FromBase32(string text)
    {
        List<byte> bytes = [];
        int bits = 0, held = 0;
        foreach (var sign in text)
        {
            (bits, held) = ((bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign, StringComparison.Ordinal), held + 5);
            if (held < 8) continue;
            bytes.Add((byte)(bits >> (held - 8)));
            held -= 8;
            bits &= (1 << held) - 1;
        }
        return [.. bytes];
    }

    private static Task Handle(this Town town, Guid office, Func<IServiceProvider, Task> act) => town.As(office, async scope =>
    {
        await act(scope);
        return await scope.GetRequiredService<IdentityDb>().SaveChangesAsync();
    });

    private static void Adjust(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IStartupFilter>(new TellCaller());
        if (!builder.Services.Any(s => s.ImplementationInstance is Subscription { Message: var message } && message == typeof(MailOrdered)))
            builder.Services.AddHandler<IdentityDb, MailOrdered, Unread>();
    }

    private sealed class Unread : IHandle<MailOrdered>
    {
        public Task Handle(MailOrdered message, CancellationToken cancel) => Task.CompletedTask;
    }

    private sealed class TellCaller : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Use(async (http, rest) =>
            {
                if (http.Request.Path != CallerPath)
                {
                    await rest(http);
                    return;
                }
                var caller = http.RequestServices.GetRequiredService<global::Virtuos.Kernel.Caller>();
                var grants = http.RequestServices.GetRequiredService<PermissionCatalogue>().All.Where(p => p.Audience == Audience.Officials && caller.May(p.Code))
                    .ToDictionary(p => p.Code, p => caller.UnitsOf(p.Code)?.ToList());
                await http.Response.WriteAsJsonAsync(new SeenCaller(caller.Kind.ToString(), caller.Person, caller.Office, caller.Unit, [.. caller.ActsFor], grants), JsonSerializerOptions.Default);
            });
        };
    }

    [GeneratedRegex(@"http://\S+odkaz=\S+")]
    private static partial Regex Link();
}

/// <summary>What the server said.</summary>
internal sealed record Answer(HttpStatusCode Status, string? Location, string Body, string? Cookie)
{
    public static async Task<Answer> Of(HttpResponseMessage answer) => new(answer.StatusCode, answer.Headers.Location?.ToString(),
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)),
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.FirstOrDefault(c => c.StartsWith("virtuos=", StringComparison.Ordinal)) : null);

    /// <summary>The value of a hidden input.</summary>
    public string Hidden(string name) => Regex.Match(Body, $"<input type=\"hidden\" name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;
}
