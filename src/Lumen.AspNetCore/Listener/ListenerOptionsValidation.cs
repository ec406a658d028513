using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Listener;

/// <summary>Says of every wrong option its name, its value, and what to write instead.</summary>
internal sealed class ListenerOptionsValidation : IValidateOptions<LumenOtlpListenerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LumenOtlpListenerOptions options)
    {
        var failures = new List<string>();
        if (ListenerAddress.Parse(options.Address) is null)
        {
            failures.Add($"{LumenOtlpListenerOptions.Key(nameof(options.Address))} is '{options.Address}'; write an IP address such as "
                + "127.0.0.1, or localhost, or * for every address of this machine.");
        }

        IEnumerable<int> grpcPorts = options.GrpcPorts ?? [];
        failures.AddRange(grpcPorts.Where(port => port is < 0 or > IPEndPoint.MaxPort)
            .Select(port => Wrong(OtlpPortKind.Grpc, port, $"ports from 0 (any free one) to {IPEndPoint.MaxPort}, such as 4317")));
        if (options.HttpPort is < -1 or > IPEndPoint.MaxPort)
        {
            var range = $"a port from 0 (any free one) to {IPEndPoint.MaxPort}, such as 4318, or -1 for none";
            failures.Add(Wrong(OtlpPortKind.Http, options.HttpPort, range));
        }

        if (options.MaxConnections < 1)
        {
            failures.Add($"{LumenOtlpListenerOptions.Key(nameof(options.MaxConnections))} is {options.MaxConnections}; write a number of "
                + "connections from 1, such as 10000.");
        }

        CheckLimits(options, failures);
        failures.AddRange(grpcPorts.Append(options.HttpPort).Where(port => port > 0).GroupBy(port => port)
            .Where(group => group.Count() > 1)
            .Select(group => $"Port {group.Key} is asked for more than once; gRPC and HTTP need ports of their own."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckLimits(LumenOtlpListenerOptions options, List<string> failures)
    {
        var (second, mib) = (TimeSpan.FromSeconds(1), 1024 * 1024);
        Check(nameof(options.KeepAliveTimeout), options.KeepAliveTimeout, second, TimeSpan.FromDays(1));
        Check(nameof(options.HeadersTimeout), options.HeadersTimeout, second, TimeSpan.FromMinutes(10));
        Check(nameof(options.MinBodyBytesPerSecond), options.MinBodyBytesPerSecond, 0, mib);
        Check(nameof(options.MaxStreamsPerConnection), options.MaxStreamsPerConnection, 1, 10_000);
        Check(nameof(options.StreamWindowBytes), options.StreamWindowBytes, 64 * 1024, 16 * mib);
        Check(nameof(options.ConnectionWindowBytes), options.ConnectionWindowBytes, options.StreamWindowBytes, 16 * mib);
        if (string.IsNullOrEmpty(options.CertificatePath) && !string.IsNullOrEmpty(options.ClientAuthorityPath))
        {
            var (authority, own) = (nameof(options.ClientAuthorityPath), nameof(options.CertificatePath));
            failures.Add($"{LumenOtlpListenerOptions.Key(authority)} asks senders for certificates, which needs TLS: name the server's own "
                + $"in {LumenOtlpListenerOptions.Key(own)}.");
        }

        void Check<T>(string option, T value, T least, T most)
            where T : IComparable<T>, IFormattable
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                failures.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{LumenOtlpListenerOptions.Key(option)} is {value}; write a value from {least} to {most}."));
            }
        }
    }

    private static string Wrong(OtlpPortKind kind, int port, string range) => $"{kind.OptionName()} is {port}; write {range}.";
}
