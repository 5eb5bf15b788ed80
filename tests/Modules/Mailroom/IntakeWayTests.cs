using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Mailroom;
using Virtuos.Modules.Tests.Services;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>One way in for whatever comes: kept first, looked at, registered or returned, and every message in exactly one state.</summary>
public sealed class IntakeWayTests : IAsyncLifetime
{
    private const string Eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
    private Town town = null!;
    private Guid office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        town = await Town.Found();
        office = (await town.As(null, async scope => await scope.GetRequiredService<IDirectory>().OfficeId("chomutov", Cancel)))!.Value;
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact, Contract("E01", Part = "one intake for every channel: a message is kept, checked, registered and confirmed, in one state at a time"), Contract("E04", Part = "the receipt of an e-mail with time, code, hash and the result of the checks")]
    public async Task An_email_is_kept_checked_registered_and_its_sender_gets_a_receipt_to_follow_it_by()
    {
        var received = await Receive("e-mail", "m-1", ("Žádost.txt", Bytes("Žádám o povolení.")));
        Assert.Equal((true, IncomingState.Stored), (received.First, received.State));
        await Work();

        Assert.Equal("Registered", await State(received.Message));
        var number = await town.Scalar<string>("select reference_number from records.document where origin = $1 and channel = 'e-mail'", received.Message);
        Assert.Equal(number, await town.Scalar<string>("select reference_number from mailroom.incoming_message where id = $1", received.Message));
        // The message as it came stays with the document.
        Assert.Equal("message", await town.Scalar<string>("select c.kind from records.component c join records.document d on d.id = c.document where d.origin = $1 and c.role = 'Container'", received.Message));
        var receipt = await town.Scalar<string>("select text from mailroom.outgoing_mail where origin = $1", received.Message);
        Assert.Contains(received.TrackingCode, receipt);
        Assert.Contains("sha256:", receipt);
        Assert.Contains("Žádost.txt: v pořádku", receipt);
        // The sender follows it as anybody who filed through the portal.
        Assert.Equal(number, await town.Scalar<string>("select reference_number from services.matter where id = $1", received.Message));
    }

    [Fact, Contract("E01", Part = "what is offered again is the same message, also when two offer it at once")]
    public async Task What_is_offered_again_is_answered_with_the_first()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Receive("data-box", "1234", ("a.txt", Bytes("a")))));
        Assert.Single(all.Select(r => r.Message).Distinct());
        Assert.Single(all, r => r.First);
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from mailroom.incoming_message"));
        Assert.NotEqual(all[0].Message, (await Receive("e-mail", "1234", ("a.txt", Bytes("a")))).Message);
    }

    public static TheoryData<string, string, byte[]> Harmful => new()
    {
        { "test-virus", "eicar.com.txt", Bytes(Eicar) },
        { "test-virus", "text.txt", Bytes("Dobrý den\n" + Convert.ToBase64String(Bytes("ab" + Eicar), Base64FormattingOptions.InsertLineBreaks)) },
        { "test-virus", "balik.zip", Zip(("vnitrni.zip", Zip(("nic.txt", Bytes(Eicar)))))},
        { "program", "faktura.zip", Zip(("faktura.exe", [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF])) },
        { "program", "pozvanka.txt.js", Bytes("var a = 1;") },
        { "macros", "smlouva.zip", Zip(("smlouva.docx", Zip(("[Content_Types].xml", Bytes("wordprocessingml.document.main+xml")), ("word/vbaProject.bin", [1, 2, 3])))) },
        { "link", "sablona.docx", Zip(("[Content_Types].xml", Bytes("wordprocessingml.document.main+xml")), ("word/_rels/settings.xml.rels", Bytes("<Relationships><Relationship Id=\"r1\" Type=\"http://x/attachedTemplate\" Target=\"http://zly.example/a.dotm\" TargetMode=\"External\"/></Relationships>"))) },
        { "active", "formular.pdf", Bytes("%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n72\n%%EOF\n") },
        { "damaged", "plan.pdf", Bytes("%PDF-1.4\n1 0 obj<<") },
        { "encrypted", "plan.pdf", Bytes("%PDF-1.4\n1 0 obj<<>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R/Encrypt 2 0 R>>\nstartxref\n27\n%%EOF\n") },
        { "macros", "preposlano.eml", Bytes("From: a@b.cz\nTo: c@d.cz\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=h\n\n--h\n\ntext\n--h\nContent-Type: application/octet-stream; name=a.docm\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.docm\n\n"
            + Convert.ToBase64String(Zip(("[Content_Types].xml", Bytes("application/vnd.ms-word.document.macroEnabled.main+xml"))), Base64FormattingOptions.InsertLineBreaks) + "\n--h--\n") },
        { "bomb", "nuly.zip", Zip(("nuly.txt", new byte[40_000_000])) },
        { "too-deep", "ruska.zip", Enumerable.Range(0, 6).Aggregate(Zip(("a.txt", Bytes("a"))), (inner, _) => Zip(("dalsi.zip", inner))) },
        { "format", "obraz.webp", Convert.FromHexString("524946461A00000057454250565038") },
        { "disguised", "obraz.pdf", Convert.FromHexString("524946461A00000057454250565038") },
        { "empty", "nic.txt", [] },
    };

    [Theory, MemberData(nameof(Harmful)), Contract("E02", Part = "viruses, programs, macros, active content, bombs, encrypted and damaged files are found by content, also inside archives; the sender is told in plain words and the original stays")]
    public async Task What_cannot_be_taken_is_returned_in_plain_words_and_kept_as_evidence(string finding, string name, byte[] content)
    {
        var received = await Receive("e-mail", "bad", (name, content));
        await Work();
        Assert.Equal(("Returned", finding), (await State(received.Message), await town.Scalar<string>("select reason from mailroom.incoming_message where id = $1", received.Message)));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from records.document where origin = $1", received.Message));
        var told = await town.Scalar<string>("select text from mailroom.outgoing_mail where origin = $1", received.Message);
        Assert.Contains(name, told);
        Assert.Contains("prosím", told);
        using var room = await town.SignedIn(Town.FilingRoom);
        Assert.Equal(content, await room.GetByteArrayAsync($"/stul/dosle/{received.Message}/soubor/1", Cancel));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from kernel.ledger where act = 'TakeEvidence' and thing = $1", received.Message));
    }

    [Fact, Contract("E02", Part = "a person decides about what was held: again, as it is, back, repeated")]
    public async Task What_nobody_can_be_told_about_waits_for_a_person_who_decides()
    {
        var first = await Receive("data-box", "1", ("a.txt", Bytes("Stejný text")));
        var held = await Receive("data-box", "2", ("makra.docm", Zip(("[Content_Types].xml", Bytes("application/vnd.ms-word.document.macroEnabled.main+xml")))));
        var twice = await Receive("data-box", "3", ("nic.txt", []));
        await Work();
        Assert.Equal("SetAside", await State(held.Message));

        using var room = new Citizen(town, await town.SignedIn(Town.FilingRoom));
        var page = await room.Get($"/stul/dosle/{held.Message}");
        Assert.Contains("makra", page.Body!.TextContent);
        page = await room.Post($"/stul/dosle/{held.Message}", ("What", "AsItIs"), ("Words", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, room.Status);
        Assert.Contains("Napište důvod", page.QuerySelector("[role=alert]")!.TextContent);
        await room.Post($"/stul/dosle/{held.Message}", ("What", "AsItIs"), ("Words", "Makra jsou neškodná, ověřeno telefonicky."));
        page = await room.Post($"/stul/dosle/{twice.Message}", ("What", "Duplicate"), ("Other", "XXXX"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, room.Status);
        await room.Post($"/stul/dosle/{twice.Message}", ("What", "Duplicate"), ("Other", first.TrackingCode));
        await Work();
        Assert.Equal(("Registered", "Duplicate"), (await State(held.Message), await State(twice.Message)));
        // The accounts add up: 3 = 2 registered + 1 repeated.
        page = await room.Get("/stul/dosle");
        Assert.Contains("3 = 2 zaevidovaných + 0 vrácených + 1 opakovaných + 0 odložených + 0 na cestě", page.Body!.TextContent);

        // Nobody else sees any of it.
        using var other = await town.SignedIn(Town.OtherOffice);
        Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync($"/stul/dosle/{held.Message}", Cancel)).StatusCode);
        using var clerk = await town.SignedIn(Town.Clerk);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/stul/dosle", Cancel)).StatusCode);
    }

    [Fact, Contract("E01", Part = "a message that fails again and again is set aside with its reason and holds up nobody")]
    public async Task A_message_whose_bytes_are_gone_is_set_aside_after_some_tries_and_blocks_nobody()
    {
        var lost = await Receive("data-box", "lost", [new(new FiledPart(BlobHash.Of("nowhere"u8).ToString(), "a.txt", "text/plain", 7), "main")], null);
        var sound = await Receive("data-box", "sound", ("a.txt", Bytes("a")));
        await Work();
        Assert.Equal("Registered", await State(sound.Message));
        for (var at = 0; at < 6; at++)
        {
            town.Clock.Advance(TimeSpan.FromHours(2));
            await Work();
        }
        Assert.Equal(("SetAside", "failed"), (await State(lost.Message), await town.Scalar<string>("select reason from mailroom.incoming_message where id = $1", lost.Message)));
    }

    [Fact, Contract("E01", Part = "signatures of what came are verified on the day it came, told in words and handed over to the records")]
    public async Task The_signature_of_an_attached_document_is_verified_and_told_in_words()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Jan Podpisující", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(town.Clock.GetUtcNow().AddDays(-1), town.Clock.GetUtcNow().AddDays(30));
        var text = Bytes("Souhlasím.");
        var signed = new SignedCms(new ContentInfo(text), detached: true);
        signed.ComputeSignature(new CmsSigner(certificate));
        var received = await Receive("e-mail", "signed", ("souhlas.txt", text), ("souhlas.txt.p7s", signed.Encode()));
        await Work();
        Assert.Equal("Registered", await State(received.Message));
        Assert.Equal("true false Jan Podpisující", await town.Scalar<string>("select concat(mark ->> 'Intact', ' ', coalesce(mark ->> 'Trusted', 'false'), ' ', mark ->> 'Signer') from mailroom.incoming_mark where message = $1", received.Message));
        using var room = new Citizen(town, await town.SignedIn(Town.FilingRoom));
        var page = (await room.Get($"/stul/dosle/{received.Message}")).Body!.TextContent;
        Assert.Contains("Jan Podpisující", page);
        Assert.Contains("obsah je nezměněný", page);
        Assert.Contains("Jan Podpisující", await town.Scalar<string>("select text from mailroom.outgoing_mail where origin = $1", received.Message));
    }

    [Fact, Contract("E01", Part = "portal and paper stand in the same view of acceptance and progress")]
    public async Task What_came_by_the_portal_and_over_the_counter_stands_in_the_same_view()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog();
        await citizen.Send();
        using var room = new Citizen(town, await town.SignedIn(Town.FilingRoom));
        await room.Post("/stul/prijem", ("Sender", "Josef Novák"), ("Matter", "Žádost na papíře"), ("Agenda", "general"));
        await Receive("counter", "nosič", ("a.txt", Bytes("a")));
        await Work();
        var page = (await room.Get("/stul/dosle")).Body!.TextContent;
        foreach (var word in (string[])["portál", "papír", "přepážka", "Josef Novák"]) Assert.Contains(word, page);
        Assert.Contains("3 = 3 zaevidovaných", page);
        page = (await room.Get("/stul/dosle?kanal=paper")).Body!.TextContent;
        Assert.Contains("1 zpráva", page);
        Assert.DoesNotContain("Zkouška věci", page);
    }

    private async Task Work()
    {
        await town.Settle();
        await town.Run<WorkIntake>();
        await town.Settle();
    }

    private Task<string?> State(Guid message) => town.Scalar<string>("select state from mailroom.incoming_message where id = $1", message);

    private async Task<ReceivedMessage> Receive(string channel, string externalId, params (string Name, byte[] Content)[] files)
    {
        List<ArrivedPart> parts = [];
        foreach (var (name, content) in files) parts.Add(new(await Keep(name, content), parts.Count == 0 ? "main" : "enclosure"));
        return await Receive(channel, externalId, parts, await Keep("zprava.eml", Bytes($"From: a@b.cz\nSubject: {externalId}\n\n{channel}")));
    }

    private Task<ReceivedMessage> Receive(string channel, string externalId, IReadOnlyList<ArrivedPart> parts, FiledPart? original) => town.As(office, async scope =>
        (await scope.GetRequiredService<ReceiveMessage>().Run(new(office, channel, externalId, null, "Jan Zkušební", null, "jan@example.cz", "Zkouška věci", "Dobrý den", town.Clock.GetUtcNow(), original, parts), Cancel)).Value);

    private Task<FiledPart> Keep(string name, byte[] content) => town.As(office, async scope =>
    {
        var staged = await scope.GetRequiredService<IBlobStore>().Stage(new MemoryStream(content), 1 << 30, Cancel);
        return new FiledPart(staged.Hash.ToString(), name, "application/octet-stream", staged.Size);
    });

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
                using (var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open()) entry.Write(content);
        return file.ToArray();
    }
}
