using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace Virtuos.Endurance;

/// <summary>What this machine can do at most: signatures of files of one size on all processors, alone and with the bytes synced and a row committed each.</summary>
/// <param name="Signatures">A second.</param>
/// <param name="Together">A second.</param>
internal sealed record Limit(double Signatures, double Together)
{
    public static async Task<Limit> Of(string database, string folder, int bytes, TimeSpan time, CancellationToken cancel)
    {
        using var key = RSA.Create(3072);
        using var certificate = new CertificateRequest("CN=limit", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var source = NpgsqlDataSource.Create(database);
        await using (var make = source.CreateCommand("drop table if exists public.bench_limit; create table public.bench_limit (id uuid primary key, hash bytea not null, size bigint not null)")) await make.ExecuteNonQueryAsync(cancel);
        var place = System.IO.Directory.CreateDirectory(Path.Combine(folder, "limit")).FullName;
        try
        {
            return new(await Rate(time, (content, _) => Sign(content, certificate)), await Rate(time, (content, at) => Store(Sign(content, certificate), content, place, source, at)));
        }
        finally
        {
            System.IO.Directory.Delete(place, recursive: true);
            await using var drop = source.CreateCommand("drop table public.bench_limit");
            await drop.ExecuteNonQueryAsync(cancel);
        }

        async Task<double> Rate(TimeSpan during, Action<byte[], int> act)
        {
            var watch = Stopwatch.StartNew();
            var done = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(writer => Task.Factory.StartNew(() =>
            {
                var content = new byte[bytes];
                new Random(writer).NextBytes(content);
                var count = 0;
                for (; watch.Elapsed < during; count++)
                {
                    BitConverter.TryWriteBytes(content, count);
                    act(content, writer);
                }
                return count;
            }, cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            return done.Sum() / watch.Elapsed.TotalSeconds;
        }
    }

    private static byte[] Sign(byte[] content, X509Certificate2 certificate)
    {
        var message = new SignedCms(new ContentInfo(content), detached: true);
        message.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate) { DigestAlgorithm = new("2.16.840.1.101.3.4.2.1"), IncludeOption = X509IncludeOption.EndCertOnly }, silent: true);
        return message.Encode();
    }

    private static void Store(byte[] signature, byte[] content, string place, NpgsqlDataSource source, int writer)
    {
        var id = Guid.CreateVersion7();
        using (var file = new FileStream(Path.Combine(place, $"{writer}-{id:N}"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }))
        {
            file.Write(content);
            file.Write(signature);
            file.Flush(flushToDisk: true);
        }
        using var insert = source.CreateCommand("insert into public.bench_limit values ($1, $2, $3)");
        foreach (var value in (object[])[id, SHA256.HashData(signature), (long)content.Length]) insert.Parameters.Add(new() { Value = value });
        insert.ExecuteNonQuery();
    }
}
