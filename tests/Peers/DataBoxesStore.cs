using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using static Virtuos.Peers.Tests.DataBoxesSoap;

namespace Virtuos.Peers.Tests;

/// <summary>A box of the peer. Password sign-in, a system certificate, or both.</summary>
internal sealed class PeerBox(string id, int type, string name)
{
    public string Id => id;

    public int Type => type;

    public string Name => name;

    public string Address { get; set; } = "Hálkova 7, 43001 Chomutov, CZ";

    public string Number { get; set; } = "";

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    public string Thumbprint { get; set; } = "";

    public DateTimeOffset? CertificateUntil { get; set; }

    public DateTimeOffset? PasswordUntil { get; set; }

    public int State { get; set; } = 1;

    public bool IsOffice => type is >= 10 and <= 16;

    public string Kind => type switch { 10 => "OVM", 20 => "PO", 30 => "PFO", _ => "FO" };
}

/// <summary>A data message of the peer, in one of the states 1 to 10.</summary>
internal sealed class PeerMessage
{
    public required string Id { get; init; }

    public required PeerBox From { get; init; }

    public required PeerBox To { get; init; }

    /// <summary>The elements of gMessageEnvelopeSub as they were sent.</summary>
    public required IReadOnlyList<XElement> Envelope { get; init; }

    public required IReadOnlyList<(string Role, string Name, string Type, BoxBytes Bytes)> Files { get; init; }

    public required bool Big { get; init; }

    public int State { get; set; } = 1;

    public DateTimeOffset? Laid { get; set; }

    public DateTimeOffset? Accepted { get; set; }

    public List<(DateTimeOffset At, string Text)> Events { get; } = [];

    public string? Said(string name) => Envelope.FirstOrDefault(e => e.Name.LocalName == name) is { } e && e.Value.Length > 0 ? e.Value : null;

    public long Size => Files.Sum(f => f.Bytes.Size);
}

/// <summary>What the peer of data boxes keeps: boxes, messages with their states, uploads, and a clock that is steered.</summary>
internal sealed class DataBoxesStore
{
    private DateTimeOffset? set;
    private int next = 330_000;

    public Dictionary<string, PeerBox> Boxes { get; } = [];

    public Dictionary<string, PeerMessage> Messages { get; } = [];

    public Dictionary<string, (string Name, string Type, BoxBytes Bytes)> Uploads { get; } = [];

    public List<(string Id, int State, DateTimeOffset At)> Changes { get; } = [];

    public DateTimeOffset Now
    {
        get => set ?? DateTimeOffset.UtcNow;
        set => set = value;
    }

    public PeerMessage Add(PeerBox from, PeerBox to, IReadOnlyList<XElement> envelope, IReadOnlyList<(string, string, string, BoxBytes)> files, bool big)
    {
        var message = new PeerMessage { Id = (++next).ToString(CultureInfo.InvariantCulture), From = from, To = to, Envelope = envelope, Files = files, Big = big };
        Messages[message.Id] = message;
        Move(message, 1, "EV0: Datová zpráva byla podána.");
        Move(message, 2, null);
        if (files.Any(f => File.ReadLines(f.Item4.Path).Take(1).Any(l => l.Contains("EICAR", StringComparison.Ordinal)))) Move(message, 3, "EV3: V datové zprávě byl nalezen škodlivý kód.");
        else if (to.State != 1) Move(message, 8, "EV8: Datová zpráva je nedoručitelná.");
        else
        {
            message.Laid = Now;
            Move(message, 4, "EV5: Datová zpráva byla dodána do datové schránky příjemce.");
        }
        return message;
    }

    public void Move(PeerMessage message, int state, string? told)
    {
        message.State = state;
        Changes.Add((message.Id, state, Now));
        if (told is not null) message.Events.Add((Now, told));
    }

    /// <summary>An authorised person or program signed in to the box: what lies there is delivered.</summary>
    public void SignIn(PeerBox box)
    {
        foreach (var message in Messages.Values.Where(m => m.To == box && m.State == 4))
        {
            message.Accepted = Now;
            Move(message, 6, "EV1: Doručeno přihlášením oprávněné osoby nebo aplikace (§17 odst. 3)");
        }
    }

    /// <summary>What time alone does: fiction on the tenth day, erasure after ninety.</summary>
    public void Tick()
    {
        foreach (var message in Messages.Values)
        {
            if (message is { State: 4, Laid: { } laid, From.IsOffice: true } && Now >= laid.AddDays(10))
            {
                message.Accepted = laid.AddDays(10);
                Move(message, 5, "EV2: Doručeno fikcí (§17 odst. 4)");
            }
            if (message is { State: 5 or 6 or 7, Accepted: { } at } && Now >= at.AddDays(90)) Move(message, 9, null);
        }
    }

    /// <summary>Bytes of a file laid into the peer's folder.</summary>
    public static BoxBytes Of(string path)
    {
        using var file = File.OpenRead(path);
        return new(path, file.Length, Convert.ToBase64String(SHA256.HashData(file)));
    }

    /// <summary>Signs a document as the state's system does: CMS with the content inside.</summary>
    public static async Task<BoxBytes> Sign(string folder, DataBoxesSoap soap, XElement document, bool big)
    {
        var (plain, signed) = (soap.NewFile("xml"), soap.NewFile("zfo"));
        await using (var file = File.Create(plain)) await WriteBare(file, document);
        string[] arguments = ["cms", "-sign", "-binary", "-nodetach", "-md", "sha256", "-in", plain, "-out", signed, "-outform", "DER", "-signer", Path.Combine(folder, "seal.pem"), "-inkey", Path.Combine(folder, "seal.key"), "-certfile", Path.Combine(folder, "root.pem")];
        using var process = Process.Start(new ProcessStartInfo("openssl", big ? [.. arguments, "-stream"] : arguments) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException(said);
        File.Delete(plain);
        return Of(signed);
    }
}
