using System.Net;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Testing;

namespace Virtuos.Journeys.Tests.Tour;

/// <summary>A page as somebody sees it.</summary>
public sealed record Stop(string Pattern, string Address, Reader Reader, int Status = 200)
{
    public override string ToString() => $"{Address} ({Reader})";
}

/// <summary>Every page of the route table once, with an address and a reader that it answers.</summary>
public sealed class RouteTour(LivedTown lived) : IDisposable
{
    private static readonly Guid Nothing = Guid.Parse("00000000-0000-7000-8000-000000000000");

    /// <summary>Pages that a tour cannot stand on, with the reason.</summary>
    private static readonly Dictionary<string, string> LeftOut = [];

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<Reader, string> cookies = [];

    public async Task<(IReadOnlyList<Stop> Stops, IReadOnlyList<string> Unreached)> Plan()
    {
        var addresses = await Addresses();
        var patterns = lived.Town.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().Where(p => !LeftOut.ContainsKey(p)).Order(StringComparer.Ordinal).ToList();
        List<Stop> stops = [];
        List<string> unreached = [];
        foreach (var pattern in patterns)
        {
            if (!addresses.TryGetValue(pattern, out var known)) known = pattern.Contains('{') ? [] : [pattern];
            if (known.Length == 0) unreached.Add($"{pattern}: no address is known");
            foreach (var address in known)
            {
                if (await Answered(pattern, address) is { } stop) stops.Add(stop);
                else unreached.Add($"{pattern}: {address} is answered to nobody");
            }
        }
        stops.Add(new("404", "/neni-tu", Reader.Nobody, 404));
        stops.Add(new("404", $"/stul/dokument/{Nothing}", Reader.Clerk, 404));
        stops.Add(new("403", "/sprava/role", Reader.Clerk, 403));
        return (stops, unreached);
    }

    private async Task<Stop?> Answered(string pattern, string address)
    {
        foreach (var reader in Enum.GetValues<Reader>())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(lived.Town.Address, address));
            if (await Cookies(reader) is { Length: > 0 } known) request.Headers.Add("Cookie", known);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            if (answer is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "text/html" }) return new(pattern, address, reader);
        }
        return null;
    }

    private async Task<string> Cookies(Reader reader)
    {
        if (!cookies.TryGetValue(reader, out var known)) cookies[reader] = known = string.Join("; ", (await (await lived.Browser(reader)).CookiesAsync()).Select(c => $"{c.Name}={c.Value}"));
        return known;
    }

    // Pages whose address needs a value, or says more with one. Whoever adds such a page adds its address here.
    private async Task<Dictionary<string, string[]>> Addresses()
    {
        var official = await lived.Town.Scalar<Guid>("select id from directory.official where office = (select id from directory.office where slug = 'chomutov') order by id limit 1");
        var (box, party) = await Stored();
        var origin = lived.Town.Address.GetLeftPart(UriPartial.Authority);
        async Task<string> Mailed(string to, string path) => (await lived.MailedTo(to, origin + path))[origin.Length..];
        string OfDraft(string form, string page) => $"/podani/{lived.Drafts[form]}/{page}";
        return new()
        {
            ["/hledat"] = ["/hledat", "/hledat?q=pes", "/hledat?q=qwertzuiop"],
            ["/formulare/{Slug}"] = ["/formulare/hlaseni-ubytovanych"],
            ["/situace/{Slug}"] = ["/situace/pes", "/situace/ztrata-obcanky"],
            ["/urad/{office}"] = ["/urad/chomutov"],
            ["/urad/{Office}/situace/{Slug}"] = ["/urad/chomutov/situace/pes"],
            ["/urad/{Office}/podat/{Form}"] = ["/urad/chomutov/podat/prihlaska-psa"],
            ["/obce"] = ["/obce", "/obce?hledat=chom"],
            ["/obce/{Code}"] = ["/obce/562971", "/obce/554782"],
            ["/pripojit/{Code}"] = ["/pripojit/554782"],
            ["/podani/{Token}/{Page}"] = [OfDraft("prihlaska-psa", "drzitel"), OfDraft("prihlaska-psa", "adresa"), OfDraft("prihlaska-psa", "pes"), OfDraft("obecne-podani", "vec"), OfDraft("obecne-podani", "co-prilozit"), OfDraft("hlaseni-ubytovanych", "pobyty")],
            ["/podani/{Token}/kontrola"] = [$"/podani/{lived.Checked}/kontrola"],
            ["/podani/{Token}/ulozit"] = [OfDraft("prihlaska-psa", "ulozit")],
            ["/podani/{Token}/potvrzeni"] = [$"/podani/{lived.Sent}/potvrzeni"],
            ["/pokracovat/{Key}"] = [await Mailed("draft@home.example", "/pokracovat/")],
            ["/potvrdit-adresu/{Key}"] = [await Mailed("brok@home.example", "/potvrdit-adresu/")],
            ["/sledovat/{Code}"] = [lived.Followed[..lived.Followed.LastIndexOf('/')]],
            ["/sledovat/{Code}/{Key}"] = [lived.Followed, lived.Called],
            ["/sledovat/{Code}/{Key}/doplnit"] = [$"{lived.Called}/doplnit"],
            ["/sledovat/webhook/{Token}"] = [lived.Webhook],
            ["/sledovat/novinky/{Token}"] = [await Mailed("news@home.example", "/sledovat/novinky/")],
            ["/registrace/potvrzeni"] = [await Mailed("new@home.example", "/registrace/potvrzeni")],
            ["/prihlaseni/nove-heslo"] = [await Mailed("marie@citizen.example", "/prihlaseni/nove-heslo")],
            ["/ucet/email/potvrzeni"] = [await Mailed("tomas@home.example", "/ucet/email/potvrzeni")],
            ["/stul"] = ["/stul", "/stul?kdo=odbor&fronta=neprevzate"],
            ["/stul/dokument/{Id:guid}"] = [$"/stul/dokument/{lived.Taken}", $"/stul/dokument/{lived.Waiting}", $"/stul/dokument/{lived.Decision}", $"/stul/dokument/{lived.Paper}"],
            ["/stul/dokument/{Id:guid}/text"] = [$"/stul/dokument/{lived.Draft}/text"],
            ["/stul/dokument/{Id:guid}/vyzva"] = [$"/stul/dokument/{lived.Taken}/vyzva"],
            ["/stul/denik"] = ["/stul/denik", "/stul/denik?rok=2025"],
            ["/stul/rejstrik"] = ["/stul/rejstrik", "/stul/rejstrik?q=cestna"],
            ["/stul/rejstrik/{Id:guid}"] = [$"/stul/rejstrik/{party}"],
            ["/stul/ulozeni/{Id:guid}"] = [$"/stul/ulozeni/{box}"],
            ["/stul/spis/{Id:guid}"] = [$"/stul/spis/{lived.File}"],
            ["/stul/spis/{Id:guid}/kontrola"] = [$"/stul/spis/{lived.File}/kontrola"],
            ["/stul/schvalovani/{Id:guid}"] = [$"/stul/schvalovani/{lived.Draft}", $"/stul/schvalovani/{lived.Decision}"],
            ["/stul/hromadne-dokumenty/{Id:guid}"] = [$"/stul/hromadne-dokumenty/{lived.Series}"],
            ["/stul/dosle"] = ["/stul/dosle", "/stul/dosle?kde=set-aside", "/stul/dosle?kanal=media"],
            ["/stul/dosle/{Id:guid}"] = [$"/stul/dosle/{lived.Held}"],
            ["/stul/sken/{Id:guid}"] = [$"/stul/sken/{lived.Scan}"],
            ["/sprava/schvalovani/trasa/{Id:guid}"] = [$"/sprava/schvalovani/trasa/{lived.Route}"],
            ["/stul/spisovy-plan/navrh/{Id:guid}"] = [$"/stul/spisovy-plan/navrh/{lived.Proposal}"],
            ["/stul/typovy-spis/{Id:guid}"] = [$"/stul/typovy-spis/{lived.TypeFile}"],
            ["/stul/skartace/pripravenost"] = ["/stul/skartace/pripravenost", "/stul/skartace/pripravenost?rok=2026"],
            ["/stul/skartace/rizeni/{Id:guid}"] = [$"/stul/skartace/rizeni/{lived.Procedure}", $"/stul/skartace/rizeni/{lived.Procedure}?znak=S"],
            ["/stul/potvrdit"] = [$"/stul/potvrdit?kod={lived.Unconfirmed}"],
            ["/stul/prijem/{Id:guid}"] = [$"/stul/prijem/{lived.Paper}"],
            ["/stul/hledat"] = ["/stul/hledat", "/stul/hledat?q=psa"],
            ["/prehled/{What}/{Month}"] = ["/prehled/doslo/2026-03"],
            ["/sprava/uredni-osoby/{Id:guid}"] = [$"/sprava/uredni-osoby/{official}"],
            ["/sprava/urady/pripojit/{Code}"] = ["/sprava/urady/pripojit/554782"],
            ["/sprava/situace/{Slug}"] = ["/sprava/situace/pes"],
        };
    }

    // A box with a paper in it and one taken out, two who may be the same, and a day whose log could not be sealed.
    private async Task<(Guid Box, Guid Party)> Stored()
    {
        const string Office = "(select id from directory.office where slug = 'chomutov')";
        var box = await lived.Town.Scalar<Guid>($"insert into records.storage_unit (office, id, register, year, number, mark, name, location, opened_at, opened_by_name) values ({Office}, gen_random_uuid(), 'storage', 2026, 900, 'UJ-CHOM 900/2026', 'Krabice', 'Spisovna A, regál 3', now(), 'Jana Novotná') returning id");
        await lived.Town.Scalar<Guid>($"insert into records.storing (office, id, unit, kind, thing, label, put_at, put_by_name) select office, gen_random_uuid(), $1, 'Document', id, reference_number, now(), 'Jana Novotná' from records.document where id = $2 returning id", box, lived.Paper);
        await lived.Town.Scalar<Guid>($"insert into records.storing (office, id, unit, kind, thing, label, put_at, put_by_name, taken_at, taken_by_name, taken_why) select office, gen_random_uuid(), $1, 'Document', id, coalesce(reference_number, 'x'), now(), 'Jana Novotná', now(), 'Eva Malá', 'Zapůjčeno' from records.document where id = $2 returning id", box, lived.Taken);
        var party = Guid.Empty;
        foreach (var name in (string[])["Jana Čestná", "J. Čestná"])
        {
            party = await lived.Town.Scalar<Guid>($"insert into records.party_entry (office, id, key, name, email, same_email, entered_at) values ({Office}, gen_random_uuid(), encode(sha256($1::text::bytea), 'hex'), $1, 'jana@example.cz', 'jana@example.cz', now()) returning id", name);
            await lived.Town.Scalar<Guid>($"insert into records.party_word (office, word, entry) values ({Office}, 'cestna', $1) returning entry", party);
        }
        await lived.Town.Scalar<Guid>($"insert into records.party_of_document (office, document, entry) select office, id, $1 from records.document where id = $2 on conflict do nothing returning entry", party, lived.Paper);
        await lived.Town.Scalar<Guid>($"insert into records.day_log (office, id, day, after, up_to, tries, trouble, tried_at) values ({Office}, gen_random_uuid(), '2026-03-01', 0, 5, 2, 'The key cannot be read.', now()) returning id");
        return (box, party);
    }

    public void Dispose() => http.Dispose();
}
