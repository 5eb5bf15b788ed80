using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Virtuos.Kernel.Mime;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>Messages as real senders and hostile ones write them: each is read, nothing in it stays unseen.</summary>
public sealed class MailReaderTests(ITestOutputHelper output)
{
    private static readonly MailReader reader = new(Path.GetTempPath());

    // What a message is flagged with when programs differ in what they show of it.
    private static readonly string[] flags = ["hidden", "encoding-unknown", "encoding-ambiguous", "encoding-broken", "encoding-hidden", "header-broken", "boundary-guessed", "boundary-missing", "encoding-odd", "encoding-uneven", "uuencoded"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed record Sample(string Name, byte[] Bytes);

    private static async Task<List<Sample>> Corpus()
    {
        await using var zip = await Samples.Open("mime.zip", Cancel);
        List<Sample> all = [];
        foreach (var entry in zip.Entries.Where(e => e.Length > 0))
        {
            await using var content = await entry.OpenAsync(Cancel);
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, Cancel);
            all.Add(new(entry.FullName, bytes.ToArray()));
        }
        return all;
    }

    private static string Hash(MailPiece piece)
    {
        using var content = piece.Open();
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    [Fact, Contract("E01", Part = "every message of the sample corpus is read in bounded time, and the hidden attachments of mime-is-broken are found or flagged")]
    public async Task Every_sample_is_read_and_what_is_hidden_is_found_or_flagged()
    {
        var corpus = await Corpus();
        Assert.True(corpus.Count >= 398);
        // The message in its plainest form tells what the others hide.
        var plain = corpus.Single(s => Encoding.Latin1.GetString(s.Bytes).Contains("Subject: [2] multipart-basic-singlepart-b64h-fold-mixedlen", StringComparison.Ordinal));
        using var plainest = reader.Read(new MemoryStream(plain.Bytes));
        var wanted = Hash(plainest.Pieces.Single(p => p.Name == "eicar.zip"));
        var (hidden, found, named, names) = (0, 0, 0, 0);
        List<string> unseen = [];
        foreach (var sample in corpus)
        {
            var watch = Stopwatch.StartNew();
            using var mail = reader.Read(new MemoryStream(sample.Bytes));
            var hashes = mail.Pieces.Select(Hash).ToHashSet();
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), sample.Name);
            if (sample.Name.Contains("hide-content", StringComparison.Ordinal))
            {
                hidden++;
                if (hashes.Contains(wanted)) found++;
                else if (!mail.Oddities.Overlaps(flags)) unseen.Add($"{sample.Name} {mail.Subject} {string.Join(' ', mail.Oddities)}");
            }
            if (sample.Name.Contains("hide-filename", StringComparison.Ordinal))
            {
                names++;
                if (mail.Pieces.Any(p => p.Names.Any(n => n.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))) || mail.Oddities.Contains("name-ambiguous")) named++;
            }
        }
        output.WriteLine($"{corpus.Count} messages; hidden attachments: {found} of {hidden} found, {hidden - found - unseen.Count} flagged; hidden names: {named} of {names}");
        foreach (var line in unseen) output.WriteLine(line);
        Assert.True(found * 100 >= hidden * 79, $"{found} of {hidden}");
        // yEnc is no part of mail and stays the text it is.
        Assert.True(unseen.Count <= 1, string.Join('\n', unseen));
        Assert.True(named >= names - 6, $"{named} of {names}");
    }

    [Fact, Contract("E01", Part = "a second reader (Python) finds the same attachments in every sample that both read without complaint")]
    public async Task Another_reader_finds_the_same_in_what_is_well_formed()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-mime-").FullName;
        try
        {
            var corpus = await Corpus();
            for (var i = 0; i < corpus.Count; i++) await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.eml"), corpus[i].Bytes, Cancel);
            using var python = Process.Start(new ProcessStartInfo("python3", ["-", folder]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
            await python.StandardInput.WriteAsync(SecondReader);
            python.StandardInput.Close();
            var theirs = JsonSerializer.Deserialize<Dictionary<string, string[]>>(await python.StandardOutput.ReadToEndAsync(Cancel))!;
            await python.WaitForExitAsync(Cancel);
            var (same, compared) = (0, 0);
            foreach (var (number, hashes) in theirs)
            {
                var sample = corpus[int.Parse(number, CultureInfo.InvariantCulture)];
                using var mail = reader.Read(new MemoryStream(sample.Bytes));
                // What is odd is read in more ways than one, on purpose.
                if (mail.Oddities.Count > 0) continue;
                compared++;
                var ours = mail.Pieces.Where(p => p.Kind is MailPieceKind.File or MailPieceKind.Html && !p.Place.Contains('/', StringComparison.Ordinal)).Select(Hash).ToHashSet();
                if (hashes.All(ours.Contains)) same++;
                else output.WriteLine(sample.Name);
            }
            output.WriteLine($"{same} of {compared} alike");
            Assert.True(compared >= 80, $"{compared}");
            // It misses a folded field and uuencode without its first line.
            Assert.True(compared - same <= 4, $"{compared - same} of {compared} differ");
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private const string SecondReader = """
        import email, sys, os, json, hashlib
        found = {}
        for name in os.listdir(sys.argv[1]):
            message = email.message_from_bytes(open(os.path.join(sys.argv[1], name), 'rb').read())
            parts = list(message.walk())
            if any(part.defects for part in parts): continue
            found[name[:-4]] = [hashlib.sha256(part.get_payload(decode=True) or b'').hexdigest() for part in parts
                if not part.is_multipart() and part.get_filename() and part.get_content_maintype() != 'message' and 'signature' not in part.get_content_type()]
        print(json.dumps(found))
        """;

    [Fact, Contract("E01", Part = "2,000 damaged messages: no exception, no hang")]
    public async Task Damaged_messages_are_read_without_an_exception()
    {
        var corpus = await Corpus();
        corpus.AddRange(Enumerable.Repeat(new Sample("winmail", Packed()), 40));
        corpus.AddRange(Enumerable.Repeat(new Sample("p7m", Opaque()), 40));
        var dice = new Random(2026);
        for (var run = 0; run < 2000; run++)
        {
            var bytes = Damaged(corpus[dice.Next(corpus.Count)].Bytes, dice);
            var watch = Stopwatch.StartNew();
            using var mail = reader.Read(new MemoryStream(bytes));
            foreach (var piece in mail.Pieces)
            {
                await using var content = piece.Open();
                await content.CopyToAsync(Stream.Null, Cancel);
            }
            _ = (mail.From, mail.ReplyTo, mail.Date, AutomaticMail.Reason(mail), DeliveryReport.Read(mail));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"run {run} took {watch.Elapsed}");
        }
    }

    private static byte[] Damaged(byte[] whole, Random dice)
    {
        var bytes = whole.Length > 100_000 ? whole[..100_000] : whole.ToArray();
        if (bytes.Length < 4) return bytes;
        switch (dice.Next(4))
        {
            case 0: return bytes[..dice.Next(bytes.Length)];
            case 1:
                for (var k = 0; k <= bytes.Length / 100; k++) bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
                return bytes;
            case 2:
                for (var k = 0; k < 10; k++) bytes[dice.Next(bytes.Length)] = "\r\n-:;\"=() \t"u8[dice.Next(11)];
                return bytes;
            default:
                var start = dice.Next(bytes.Length);
                return [.. bytes[..dice.Next(start, bytes.Length)], .. bytes[start..]];
        }
    }

    [Fact]
    public void Files_packed_in_winmail_dat_come_out()
    {
        using var mail = Of(Packed(), []);
        Assert.Equal(["winmail.dat", "plán.pdf", "x.txt"], mail.Pieces.Select(p => p.Name));
        using var text = new StreamReader(mail.Pieces[1].Open());
        Assert.Equal("%PDF-1.4 plan", text.ReadToEnd());
    }

    // Not encoded, so that damage falls on the packing and not on its base64.
    private static byte[] Packed() => [.. "From: a@b.cz\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8,
        .. Winmail(("plán.pdf", "%PDF-1.4 plan"u8.ToArray()), ("x.txt", "x"u8.ToArray()))];

    private static byte[] Opaque()
    {
        using var key = RSA.Create(1024);
        using var certificate = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var cms = new SignedCms(new ContentInfo("Content-Type: text/plain\r\n\r\nSigned"u8.ToArray()));
        cms.ComputeSignature(new CmsSigner(certificate));
        return [.. "From: a@b.cz\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, .. cms.Encode()];
    }

    // By MS-OXTNEF: signature, key, then attributes with level, id, length, data and checksum.
    private static byte[] Winmail(params (string Name, byte[] Content)[] files)
    {
        using var made = new MemoryStream();
        using var writer = new BinaryWriter(made);
        writer.Write(0x223E9F78u);
        writer.Write((ushort)1);
        void Attribute(byte level, uint id, byte[] data)
        {
            writer.Write(level);
            writer.Write(id);
            writer.Write(data.Length);
            writer.Write(data);
            writer.Write((ushort)data.Sum(b => b));
        }
        Attribute(1, 0x00069007, [0xE2, 0x04, 0, 0, 0, 0, 0, 0]);
        foreach (var (name, content) in files)
        {
            Attribute(2, 0x00069002, new byte[14]);
            Attribute(2, 0x00018010, [.. CodePagesEncodingProvider.Instance.GetEncoding(1250)!.GetBytes(name), 0]);
            Attribute(2, 0x0006800F, content);
        }
        return made.ToArray();
    }

    [Fact, Contract("E01", Part = "a message of 50 MB is read in bounded memory")]
    public async Task Fifty_megabytes_are_read_in_little_memory()
    {
        var path = Path.Combine(Path.GetTempPath(), $"virtuos-large-{Guid.CreateVersion7():N}.eml");
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        await file.WriteAsync("From: a@b.cz\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText\r\n--b\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"u8.ToArray(), Cancel);
        var line = Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(57)) + "\r\n");
        const int Lines = 50 * 1024 * 1024 / 57;
        for (var i = 0; i < Lines; i++) await file.WriteAsync(line, Cancel);
        await file.WriteAsync("--b--\r\n"u8.ToArray(), Cancel);
        await file.FlushAsync(Cancel);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var mail = reader.Read(file);
        using var content = mail.Pieces.Single(p => p.Kind == MailPieceKind.File).Open();
        var buffer = new byte[64 * 1024];
        long size = 0;
        int read;
        while ((read = content.Read(buffer)) > 0) size += read;
        Assert.Equal(Lines * 57L, size);
        var used = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(used < 20_000_000, $"{used:N0} bytes were allocated");
    }

    private static ReadMail Of(byte[] head, byte[] body) => reader.Read(new MemoryStream([.. head, .. body]));
}
