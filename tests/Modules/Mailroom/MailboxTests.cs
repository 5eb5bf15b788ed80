using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Blobs;
using Virtuos.Mailroom;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>E-mail from a real mailbox server: whatever the server or the line does, messages offered are messages recorded.</summary>
public sealed class MailboxTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string User = "podatelna";
    private Town town = null!;
    private Guid office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        town = await Town.Found();
        office = (await town.As(null, async scope => await scope.GetRequiredService<IDirectory>().OfficeId("chomutov", Cancel)))!.Value;
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact, Contract("E01", Part = "e-mail comes from a real IMAP server over TLS, is put away there and confirmed to a person, never to a machine"), Contract("E04", Part = "the receipt by e-mail answers the message")]
    public async Task A_message_becomes_a_document_and_its_sender_gets_an_answer()
    {
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        imap.Deliver(User, Message("Žádost o povolení", "jan.novak@example.cz", "Žádám o povolení kácení.", "Message-ID: <abc@example.cz>"));
        imap.Deliver(User, Message("Jsem na dovolené", "eva@example.cz", "Nejsem tu.", "Auto-Submitted: auto-replied"));
        await Connect(imap.TlsPort, "tls", imap.Certificate);
        await town.Run<FetchMail>();
        await Work();

        Assert.Equal((0, 2), (imap.Count(User), imap.Count(User, "Done")));
        Assert.Equal(2L, await town.Scalar<long>("select count(*) from mailroom.incoming_message where state = 'Registered' and channel = 'e-mail'"));
        Assert.Equal("Žádost o povolení", await town.Scalar<string>("select subject from mailroom.incoming_message where email = 'jan.novak@example.cz'"));
        Assert.Equal("jan.novak@example.cz <abc@example.cz>", await town.Scalar<string>("select string_agg(recipient || ' ' || answers, ',') from mailroom.outgoing_mail"));
        Assert.Equal("auto-submitted", await town.Scalar<string>("select unanswerable from mailroom.fetched_mail where unanswerable is not null"));
    }

    [Fact, Contract("E01", Part = "an IMAP server that disconnects in mid-message, renumbers and serves messages again: messages offered = messages recorded, none twice")]
    public async Task Whatever_the_server_does_every_message_is_recorded_once()
    {
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        await using var proxy = new CuttingProxy(imap.Port);
        const int Messages = 40;
        var all = Enumerable.Range(0, Messages).Select(i => Message($"Zpráva {i}", $"a{i}@example.cz", new string((char)('a' + (i % 26)), 3000 * (i % 5)) + i)).ToList();
        foreach (var message in all) imap.Deliver(User, message);
        await Connect(imap.Port, "none", null, done: null);
        await town.Scalar<int>("update mailroom.postbox set port = $1 returning port", proxy.Port);

        var dice = new Random(5);
        for (var round = 0; round < 12; round++)
        {
            proxy.CutAfter(dice.Next(300, 60_000));
            await town.Run<FetchMail>();
            // A server that was mended numbers everything anew, and so serves it all again.
            if (round is 4 or 8) imap.Renumber(User);
            town.Clock.Advance(TimeSpan.FromHours(1));
        }
        proxy.CutAfter(null);
        await town.Run<FetchMail>();
        await Work();
        output.WriteLine($"{proxy.Cuts} connections were broken");
        Assert.True(proxy.Cuts >= 5);
        imap.Renumber(User);
        await town.Run<FetchMail>();
        Assert.Null(await town.Scalar<string>("select error from mailroom.postbox"));
        Assert.Equal(Messages, (int)await town.Scalar<long>("select count(*) from mailroom.incoming_message"));
        Assert.Equal(Messages, (int)await town.Scalar<long>("select count(distinct hash) from mailroom.fetched_mail"));
        Assert.Equal(Messages, (int)await town.Scalar<long>("select count(*) from mailroom.fetched_mail where state = 'Taken'"));
        Assert.True(await town.Scalar<long>("select count(*) from mailroom.fetched_mail where state = 'Repeated'") >= Messages);
        Assert.Equal(Messages, (int)await town.Scalar<long>("select count(*) from mailroom.fetched_mail f where uid_validity = (select max(uid_validity) from mailroom.fetched_mail) and put_away_at is not null"));
    }

    [Fact, Contract("E01", Part = "the S/MIME signature of an e-mail is verified over the bytes that were signed, and told to the sender")]
    public async Task The_signature_of_a_message_is_verified_when_it_comes()
    {
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-signed-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "inner"), "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nŽádám o povolení.\r\n", Cancel);
            await OpenSsl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30", "-subj", "/CN=Jan Novak");
            await OpenSsl(folder, "cms", "-sign", "-in", "inner", "-out", "signed.eml", "-signer", "cert.pem", "-inkey", "key.pem", "-binary", "-from", "jan@town.test", "-subject", "Podpis");
            var signed = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "signed.eml"), Cancel)).ReplaceLineEndings("\r\n");
            imap.Deliver(User, Encoding.Latin1.GetBytes(signed));
            imap.Deliver(User, Encoding.Latin1.GetBytes(signed.Replace("povolen", "zamitnu", StringComparison.Ordinal).Replace("Podpis", "Zmena", StringComparison.Ordinal)));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
        await Connect(imap.Port, "none", null);
        await town.Run<FetchMail>();
        await Work();
        Assert.Equal("Podpis true,Zmena unproven", await town.Scalar<string>("""
            select string_agg(m.subject || ' ' || coalesce(k.mark ->> 'Intact', 'unproven'), ',' order by m.subject) from mailroom.incoming_mark k join mailroom.incoming_message m on m.id = k.message
            """));
        Assert.Contains("Jan Novak", await town.Scalar<string>("select text from mailroom.outgoing_mail o join mailroom.incoming_message m on m.id = o.origin where m.subject = 'Podpis'"));
    }

    private static async Task OpenSsl(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, said);
    }

    [Fact, Contract("E04", Part = "no loops: nobody is answered too often, and the office never itself")]
    public async Task Nobody_is_answered_too_often_and_the_office_never_itself()
    {
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        for (var i = 0; i < 25; i++) imap.Deliver(User, Message($"Znovu {i}", "neodbytny@example.cz", $"Text {i}"));
        imap.Deliver(User, Message("Sobě", "podatelna@chomutov.cz", "Text"));
        await Connect(imap.Port, "none", null);
        await town.Run<FetchMail>();
        await Work();
        Assert.Equal(26L, await town.Scalar<long>("select count(*) from mailroom.incoming_message where state = 'Registered'"));
        Assert.Equal(20L, await town.Scalar<long>("select count(*) from mailroom.outgoing_mail where recipient = 'neodbytny@example.cz'"));
        Assert.Equal(20L, await town.Scalar<long>("select count(*) from mailroom.outgoing_mail"));
    }

    [Fact, Contract("E01", Part = "nowhere to store e-mail: it stays on the server and the operator sees why; 50 MB come through whole")]
    public async Task What_cannot_be_stored_stays_on_the_server_until_it_can()
    {
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        await Connect(imap.TlsPort, "tls", imap.Certificate);
        var line = Convert.ToBase64String(Encoding.ASCII.GetBytes("A line of a long list, with its end.\r\n")) + "\r\n";
        var large = Encoding.ASCII.GetBytes("From: a@example.cz\r\nSubject: Large\r\nContent-Type: text/plain; name=list.txt\r\nContent-Disposition: attachment; filename=list.txt\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + string.Concat(Enumerable.Repeat(line, 50 * 1024 * 1024 / line.Length)));
        imap.Deliver(User, large);
        var spool = Path.Combine(town.Var, "spool");
        if (System.IO.Directory.Exists(spool)) System.IO.Directory.Delete(spool);
        await File.WriteAllTextAsync(spool, "no folder", Cancel);
        await town.Run<FetchMail>();
        Assert.Equal(1, imap.Count(User));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from mailroom.incoming_message"));
        Assert.NotNull(await town.Scalar<string>("select error from mailroom.postbox"));

        File.Delete(spool);
        town.Clock.Advance(TimeSpan.FromMinutes(1));
        await town.Run<FetchMail>();
        Assert.Equal((0, 1), (imap.Count(User), imap.Count(User, "Done")));
        Assert.Equal(large.Length, await town.Scalar<long>("select (original ->> 'Size')::bigint from mailroom.incoming_message"));
        Assert.Equal(BlobHash.Of(large).ToString(), await town.Scalar<string>("select external_id from mailroom.incoming_message"));
        Assert.Empty(System.IO.Directory.EnumerateFiles(spool));
    }

    [Fact, Contract("E01", Part = "all messages of the sample corpus through a real server: each in exactly one state, none lost, none in the way of another")]
    public async Task Every_sample_ends_in_exactly_one_state()
    {
        await using var zip = await Samples.Open("mime.zip", Cancel);
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        HashSet<string> different = [];
        var offered = 0;
        foreach (var entry in zip.Entries.Where(e => e.Length > 0))
        {
            await using var content = await entry.OpenAsync(Cancel);
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, Cancel);
            imap.Deliver(User, bytes.ToArray());
            offered++;
        }
        await Connect(imap.Port, "starttls", imap.Certificate);
        await town.Run<FetchMail>();
        await Work();
        Assert.Equal((0, offered), (imap.Count(User), imap.Count(User, "Done")));
        Assert.Equal(offered, (int)await town.Scalar<long>("select count(*) from mailroom.fetched_mail where state in ('Taken', 'Repeated') and put_away_at is not null"));
        Assert.Equal(await town.Scalar<long>("select count(distinct hash) from mailroom.fetched_mail"), await town.Scalar<long>("select count(*) from mailroom.incoming_message where state in ('Registered', 'Returned', 'SetAside')"));
        output.WriteLine((await town.Scalar<string>("select string_agg(s, ', ') from (select state || ' ' || coalesce(reason, '') || ' ' || count(*) as s from mailroom.incoming_message group by state, reason order by count(*) desc) t"))!);
        // The attachments that only some programs show are for a person to judge.
        Assert.Equal(0L, await town.Scalar<long>("""
            select count(*) from mailroom.incoming_message m where m.state = 'Registered' and exists
                (select from mailroom.fetched_mail f where f.message = m.id and f.oddities like '%boundary-guessed%' and m.subject like '%eicar%')
            """));
    }

    [Fact, Contract("D05", Part = "e-mail out to a real server: delivered, refused now, refused for good, too large, and reported back as undeliverable")]
    public async Task What_a_real_server_says_of_outgoing_mail_comes_back_to_who_ordered_it()
    {
        await using var smtp = await PrivateMailServer.Start(Cancel);
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        var settings = town.Services.GetRequiredService<Virtuos.Kernel.Configuration.Installation>().Mail;
        (settings.Host, settings.Port) = (smtp.Host, smtp.Port);
        await Order("dobra@example.cz", "unknown@example.cz", "busy@example.cz", "closed@example.cz");
        await town.Run<SendMail>();
        Assert.Equal("Sent", await State("dobra@example.cz"));
        Assert.Equal("Failed", await State("unknown@example.cz"));
        Assert.Equal("Waiting", await State("busy@example.cz"));
        Assert.Equal("Sent", await State("closed@example.cz"));
        Assert.Contains("auto-generated", (await smtp.WaitForMail("dobra@example.cz", Cancel)).Headers["Auto-Submitted"]);

        // The report of the server lies in the office's mailbox, as any message.
        var report = await smtp.WaitForMail(settings.From, Cancel);
        imap.Deliver(User, Encoding.Latin1.GetBytes(report.Raw));
        await Connect(imap.Port, "none", null);
        await town.Run<FetchMail>();
        Assert.Equal("Report", await town.Scalar<string>("select state from mailroom.fetched_mail"));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from mailroom.incoming_message"));
        Assert.Equal("Failed", await State("closed@example.cz"));
        Assert.Contains("The account was closed", await town.Scalar<string>("select error from mailroom.outgoing_mail where recipient = 'closed@example.cz'"));
    }

    [Fact]
    public async Task The_operator_sets_a_mailbox_that_answers_and_is_told_what_is_wrong_with_one_that_does_not()
    {
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        var refused = await Set(new(null, office, "podatelna@chomutov.cz", "127.0.0.1", $"{imap.Port}", "none", User, "wrong", null, "Done", null, true));
        Assert.Contains("AUTHENTICATIONFAILED", Assert.Single(refused.Refusals).Arguments[0].Value?.ToString());
        refused = await Set(new(null, office, "podatelna", "a b", "0", "", " ", "", "X", "X", "rubbish", true));
        Assert.Equal(["address", "certificate", "doneFolder", "host", "password", "port", "security", "userName"], refused.Refusals.Select(r => r.Field).Order());
        // A foreign certificate is no certificate.
        refused = await Set(new(null, office, "podatelna@chomutov.cz", "127.0.0.1", $"{imap.TlsPort}", "tls", User, PrivateImapServer.Password, null, "Done", null, true));
        Assert.Equal("mailroom.postbox.unreachable", Assert.Single(refused.Refusals).Code);
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from mailroom.postbox"));
        await Connect(imap.Port, "none", null);
        Assert.DoesNotContain(PrivateImapServer.Password, await town.Scalar<string>("select password from mailroom.postbox"));
        refused = await Set(new(null, office, "jina@chomutov.cz", "localhost", $"{imap.Port}", "none", User, PrivateImapServer.Password, null, null, null, true));
        Assert.Equal("mailroom.postbox.twice", Assert.Single(refused.Refusals).Code);
        using var nobody = town.Browser();
        Assert.Equal(HttpStatusCode.Found, (await nobody.GetAsync("/sprava/schranky", Cancel)).StatusCode);
    }

    private Task<Virtuos.Kernel.Result<Guid>> Set(PostboxInput input) => town.As(null, scope => scope.GetRequiredService<SetPostbox>().Run(input, Cancel));

    private async Task Connect(int port, string security, string? certificate, string? done = "Done")
    {
        var result = await Set(new(null, office, "podatelna@chomutov.cz", "localhost", $"{port}", security, User, PrivateImapServer.Password, "INBOX", done, certificate, true));
        Assert.True(result.Succeeded, string.Join(' ', result.Refusals.SelectMany(r => r.Arguments.Select(a => $"{r.Code} {a.Value}").DefaultIfEmpty(r.Code))));
    }

    private async Task Work()
    {
        for (var i = 0; i < 3; i++)
        {
            await town.Run<WorkIntake>();
            await town.Settle();
        }
    }

    private Task<bool> Order(params string[] recipients) => town.As(office, async scope =>
    {
        var db = scope.GetRequiredService<MailroomDb>();
        foreach (var to in recipients) db.Publish(new MailOrdered(Guid.CreateVersion7(), office, null, to, "Zpráva", "Text", null, []), office);
        await db.SaveChangesAsync(Cancel);
        await town.Settle();
        return true;
    });

    private Task<string?> State(string recipient) => town.Scalar<string>("select state from mailroom.outgoing_mail where recipient = $1", recipient);

    private static byte[] Message(string subject, string from, string text, params string[] lines) => Encoding.UTF8.GetBytes(
        $"From: <{from}>\r\nTo: podatelna@chomutov.cz\r\nSubject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(subject))}?=\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\n"
        + string.Concat(lines.Select(l => l + "\r\n")) + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text + "\r\n");
}
