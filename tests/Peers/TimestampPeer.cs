using System.Diagnostics;
using System.Net;

namespace Virtuos.Peers.Tests;

/// <summary>
/// An authority of time stamps over HTTP (RFC 3161), as they are run by others: it answers with <c>openssl ts</c> under a key and a root of its
/// own, which it makes on first start and leaves in <c>root.pem</c>. What lies in <c>mood</c> makes it misbehave: <c>down</c> 503,
/// <c>silent</c> no answer in time, <c>garbage</c> bytes that are no answer, <c>replay</c> the answer to somebody else's question.
/// </summary>
internal static class TimestampPeer
{
    public const string Policy = "1.2.203.9999.1.1";

    private const string Configuration = """
        [req]
        distinguished_name = dn
        prompt = no
        [dn]
        O = Autorita razitek
        CN = Cizi autorita casovych razitek
        [root]
        basicConstraints = critical,CA:true
        keyUsage = critical,keyCertSign,cRLSign
        subjectKeyIdentifier = hash
        [tsa]
        default_tsa = cfg
        [cfg]
        serial = serial
        signer_cert = stamper.pem
        signer_key = stamper.key
        certs = root.pem
        signer_digest = sha256
        default_policy = 1.2.203.9999.1.1
        digests = sha256, sha384, sha512
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        [stamping]
        basicConstraints = critical,CA:false
        keyUsage = critical,digitalSignature
        extendedKeyUsage = critical,timeStamping
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        """;

    public static async Task<int> Run(int port, string folder)
    {
        if (!File.Exists(Path.Combine(folder, "stamper.pem"))) await Found(folder);
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        Console.WriteLine("listening");
        byte[]? first = null;
        while (true)
        {
            var call = await listener.GetContextAsync();
            using var asked = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(asked);
            var mood = File.Exists(Path.Combine(folder, "mood")) ? (await File.ReadAllTextAsync(Path.Combine(folder, "mood"))).Trim() : "";
            if (mood == "silent") continue;
            if (mood == "down" || call.Request.HttpMethod != "POST" || call.Request.ContentType != "application/timestamp-query")
            {
                call.Response.StatusCode = mood == "down" ? 503 : 400;
                call.Response.Close();
                continue;
            }
            var answer = mood == "garbage" ? "no stamp"u8.ToArray() : mood == "replay" && first is not null ? first : await Stamp(folder, asked.ToArray());
            first ??= answer;
            call.Response.ContentType = "application/timestamp-reply";
            await call.Response.OutputStream.WriteAsync(answer);
            call.Response.Close();
        }
    }

    private static async Task<byte[]> Stamp(string folder, byte[] question)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "question.tsq"), question);
        await OpenSsl(folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "question.tsq", "-out", "answer.tsr");
        return await File.ReadAllBytesAsync(Path.Combine(folder, "answer.tsr"));
    }

    private static async Task Found(string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "tsa.cnf"), Configuration);
        await File.WriteAllTextAsync(Path.Combine(folder, "serial"), "01");
        await OpenSsl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-config", "tsa.cnf", "-extensions", "root");
        await OpenSsl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "stamper.key", "-out", "stamper.csr", "-subj", "/O=Autorita razitek/CN=Cizi razitko 1");
        await OpenSsl(folder, "x509", "-req", "-in", "stamper.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "2", "-days", "30", "-out", "stamper.pem", "-extfile", "tsa.cnf", "-extensions", "stamping");
    }

    private static async Task OpenSsl(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException(said);
    }
}
